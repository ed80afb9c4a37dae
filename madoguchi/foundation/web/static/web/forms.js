// Help for forms; every form works without it.
// A form is sent once; Ctrl+Enter sends it; a form with data-unsaved warns before it is left with changes;
// an element with data-focus (the error summary) receives the focus when the page opens.
(() => {
  'use strict';
  const buttonsOf = (form) => [...form.elements].filter((node) => node.matches('button, input[type=submit]')
    && node.type === 'submit');
  const sent = new WeakSet();
  const changed = new Set();

  const release = (form) => {
    sent.delete(form);
    buttonsOf(form).forEach((button) => button.removeAttribute('aria-disabled'));
    form.removeAttribute('aria-busy');
  };

  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (form.method === 'dialog' || form.method === 'get' || event.defaultPrevented) return;
    if (sent.has(form)) {
      event.preventDefault();
      return;
    }
    sent.add(form);
    changed.delete(form);
    form.setAttribute('aria-busy', 'true');
    // aria-disabled, not disabled: a disabled button would leave its own name out of what is sent
    buttonsOf(form).forEach((button) => button.setAttribute('aria-disabled', 'true'));
  });

  // a page that comes back from the browser's memory may be sent again
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) [...document.forms].forEach(release);
  });
  document.addEventListener('htmx:afterRequest', (event) => {
    const form = event.target.closest?.('form');
    if (form) release(form);
  });

  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing || event.key !== 'Enter' || !event.ctrlKey) return;
    const form = event.target.closest?.('form');
    if (form && form.method !== 'dialog') {
      event.preventDefault();
      form.requestSubmit();
    }
  });

  document.addEventListener('input', (event) => {
    const form = event.target.closest?.('form[data-unsaved]');
    if (form) changed.add(form);
  });
  window.addEventListener('beforeunload', (event) => {
    if ([...changed].some((form) => form.isConnected)) event.preventDefault();
  });

  document.querySelector('[data-focus]')?.focus();
})();
