// The end of a session at the desk. One minute before it ends a dialog asks whether to go on; when it has ended, the
// dialog covers the page, which stays as it is, and takes up again after the same person has logged in elsewhere.
// Typing and pointing keep the session alive; a page that loads parts of itself does not.
(() => {
  'use strict';
  const dialog = document.getElementById('session-end');
  if (!dialog) return;
  const { status, goOn, who } = dialog.dataset;
  const warn = Number(dialog.dataset.warn);
  const TELL = 20000;
  let ends = Date.now() + Number(dialog.dataset.left) * 1000;
  let acted = false;
  let told = Date.now();
  let over = false;
  const title = document.title;
  const tabs = 'BroadcastChannel' in window ? new BroadcastChannel(`madoguchi.session.${who}`) : null;
  const part = (name) => dialog.querySelector(`[data-part=${name}]`);
  const token = () => document.querySelector('input[name=csrfmiddlewaretoken]')?.value ?? dialog.dataset.token;

  const ask = async (address, how) => {
    const answer = await fetch(address, {
      credentials: 'same-origin', cache: 'no-store', ...how, headers: { 'X-Requested-With': 'fetch', ...how?.headers },
    });
    return answer.ok ? answer.json() : answer.status === 401 ? { left: 0, who: null } : null;
  };

  const take = (data) => {
    if (!data) return;
    if (data.who && data.who !== who) {
      show('stranger');
      return;
    }
    if (data.left <= 0) {
      end();
      return;
    }
    ends = Date.now() + data.left * 1000;
    over = false;
    dialog.dataset.token = data.token;
    document.querySelectorAll('input[name=csrfmiddlewaretoken]').forEach((field) => { field.value = data.token; });
    if (data.left > warn && dialog.open) close();
  };

  const count = () => {
    const left = Math.max(0, Math.ceil((ends - Date.now()) / 1000));
    part('warning').querySelector('[data-left]').textContent = String(left);
    return left;
  };

  const show = (name) => {
    ['warning', 'ended', 'stranger'].forEach((each) => { part(each).hidden = each !== name; });
    dialog.setAttribute('aria-labelledby', `session-${name}`);
    dialog.classList.toggle('covers', name !== 'warning');
    count();
    if (!dialog.open) dialog.showModal();
    part(name).querySelector('[data-first]').focus();
  };

  const close = () => {
    dialog.close();
    document.title = title;
  };

  const end = () => {
    if (over) return;
    over = true;
    document.title = `ログアウトしました｜${title}`;
    show('ended');
  };

  const look = () => ask(status).then(take, () => undefined);
  const continueSession = () => {
    told = Date.now();
    acted = false;
    return ask(goOn, { method: 'POST', headers: { 'X-CSRFToken': token(), 'X-Acted': '1' } }).then((data) => {
      take(data);
      if (data?.left) tabs?.postMessage('alive');
    }, () => undefined);
  };

  const tick = () => {
    const now = Date.now();
    const left = Math.ceil((ends - now) / 1000);
    if (over || !part('stranger').hidden) return;
    if (acted && !dialog.open && now - told >= TELL) {
      continueSession();
    } else if (left <= 0) {
      look().then(() => { if (Date.now() >= ends) end(); });
    } else if (left <= warn && !dialog.open) {
      look().then(() => { if (!over && (ends - Date.now()) / 1000 <= warn && !dialog.open) show('warning'); });
    }
    if (dialog.open && left > 0) {
      document.title = `あと${count()}秒でログアウト｜${title}`;
    }
  };

  ['keydown', 'pointerdown', 'input', 'wheel'].forEach((name) => {
    document.addEventListener(name, () => { acted = true; }, { passive: true, capture: true });
  });
  document.addEventListener('htmx:configRequest', (event) => {
    if (acted || event.detail.triggeringEvent?.isTrusted) event.detail.headers['X-Acted'] = '1';
  });
  document.addEventListener('htmx:beforeSwap', (event) => {
    if (event.detail.xhr.status === 401) {
      event.detail.shouldSwap = false;
      end();
    }
  });
  // a form is not sent into the void: it waits until the person is logged in again
  document.addEventListener('submit', (event) => {
    if (!dialog.contains(event.target) && (over || Date.now() >= ends)) {
      event.preventDefault();
      look();
    }
  }, { capture: true });

  dialog.addEventListener('cancel', (event) => {
    event.preventDefault();
    if (!over && part('stranger').hidden) continueSession();
  });
  part('warning').querySelector('[data-go-on]').addEventListener('click', continueSession);
  part('ended').querySelector('[data-again]').addEventListener('click', () => setTimeout(look, 1000));
  part('stranger').querySelector('[data-reload]').addEventListener('click', () => location.reload());
  tabs?.addEventListener('message', look);
  window.addEventListener('focus', () => { if (dialog.open) look(); });
  document.addEventListener('visibilitychange', () => { if (!document.hidden) look(); });
  window.addEventListener('pageshow', (event) => { if (event.persisted) look(); });
  setInterval(tick, 1000);
  setInterval(() => { if (over && !document.hidden) look(); }, 3000);
})();
