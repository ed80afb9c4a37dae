// After logging in again in another tab: tells the page that waits, and closes this tab where the browser lets it.
(() => {
  'use strict';
  const page = document.querySelector('[data-back]');
  if ('BroadcastChannel' in window) new BroadcastChannel(`madoguchi.session.${page.dataset.back}`).postMessage('alive');
  document.querySelector('[data-close]').addEventListener('click', () => window.close());
})();
