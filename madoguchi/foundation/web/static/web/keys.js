// Keys of the desk: an element with data-key="F2" is focused (a field) or clicked (anything else) by that key.
// "?" or any element with data-keys-open lists them; the list's switch turns them off and is kept on this machine.
(() => {
  'use strict';
  const STORED = 'madoguchi.keys';
  const on = () => localStorage.getItem(STORED) !== 'off';
  const list = document.getElementById('keylist');
  const typing = (node) => node.matches('textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=submit])')
    || node.isContentEditable;

  const nameOf = (event) => {
    const name = event.key.length === 1 ? event.key.toUpperCase() : event.key;
    return [event.ctrlKey && 'Ctrl', event.altKey && 'Alt', event.shiftKey && event.key.length > 1 && 'Shift', name]
      .filter(Boolean).join('+');
  };

  const find = (name) => [...document.querySelectorAll('[data-key]')]
    .find((node) => node.dataset.key === name && !node.disabled && node.offsetParent !== null);

  const use = (node) => {
    if (node.matches('input:not([type=button], [type=submit], [type=checkbox]), select, textarea')) {
      node.focus();
      node.select?.();
    } else {
      node.focus();
      node.click();
    }
  };

  const words = (node) => {
    if (node.dataset.keyLabel) return node.dataset.keyLabel;
    const label = (node.labels?.[0] ?? node).cloneNode(true);
    label.querySelectorAll('kbd, .must, .may').forEach((part) => part.remove());
    return label.textContent.trim() || node.getAttribute('aria-label') || '';
  };

  const openList = () => {
    const rows = [...document.querySelectorAll('[data-key]')].flatMap((node) => {
      const term = document.createElement('dt');
      const cap = document.createElement('kbd');
      const text = document.createElement('dd');
      cap.textContent = node.dataset.key;
      term.append(cap);
      text.textContent = words(node);
      return [term, text];
    });
    list.querySelector('dl').replaceChildren(...rows);
    list.querySelector('[data-keys-switch]').checked = on();
    list.showModal();
  };

  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing || event.repeat || list?.open) return;
    const name = nameOf(event);
    const bare = event.key.length === 1 && !event.ctrlKey && !event.altKey;
    if (!on() || (bare && typing(event.target))) return;
    if (name === '?' && list) {
      event.preventDefault();
      openList();
      return;
    }
    const node = find(name);
    if (node) {
      event.preventDefault();
      use(node);
    }
  });

  document.addEventListener('click', (event) => {
    if (list && event.target.closest('[data-keys-open]')) openList();
  });

  list?.querySelector('[data-keys-switch]').addEventListener('change', (event) => {
    localStorage.setItem(STORED, event.target.checked ? 'on' : 'off');
  });
})();
