// The time since the case began goes on; without this it stands as the page was made.
(() => {
  'use strict';
  const tick = () => document.querySelectorAll('[data-since]').forEach((node) => {
    const seconds = Math.max(0, Math.floor(Date.now() / 1000) - Number(node.dataset.since));
    node.textContent = `${Math.floor(seconds / 60)}分${seconds % 60}秒`;
  });
  setInterval(tick, 1000);
})();
