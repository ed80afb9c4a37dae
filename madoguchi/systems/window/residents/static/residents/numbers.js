// Numbers that may be seen for some minutes: counts down, and takes them off the page when the time is over or the page
// is left. Without scripts the Refresh header leads away at the same moment.
(() => {
  'use strict';
  const secret = document.querySelector('[data-secret]');
  if (!secret) return;
  const end = Date.now() + Number(secret.dataset.seconds) * 1000;
  const shown = document.querySelector('[data-time-left]');
  const words = (seconds) => (seconds >= 60 ? `${Math.floor(seconds / 60)}分${seconds % 60}秒` : `${seconds}秒`);

  const hide = () => {
    if (!secret.isConnected) return;
    secret.replaceWith(document.querySelector('template[data-over]').content.cloneNode(true));
    if (shown) shown.hidden = true;
  };
  const tick = () => {
    const left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
    if (left === 0) { hide(); return; }
    if (shown) { shown.hidden = false; shown.querySelector('.num').textContent = words(left); }
    window.setTimeout(tick, 1000);
  };
  tick();
  window.addEventListener('pagehide', hide);
})();
