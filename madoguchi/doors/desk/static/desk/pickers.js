// Date boxes of Wagtail's pages get their calendars here, for a page of this house carries no script of its own.
(() => {
  'use strict';
  const opened = new WeakSet();
  const start = { date: 'initDateChooser', time: 'initTimeChooser', datetime: 'initDateTimeChooser' };

  const open = (mark) => {
    const begin = window[start[mark.dataset.picker]];
    if (!begin || opened.has(mark) || !document.getElementById(mark.dataset.for)) return;
    opened.add(mark);
    begin(mark.dataset.for, JSON.parse(mark.dataset.config));
  };
  const look = () => document.querySelectorAll('template[data-picker]').forEach(open);

  document.addEventListener('DOMContentLoaded', () => {
    look();
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  });
})();
