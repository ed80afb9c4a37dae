// Adds up the notes and coins while they are typed; the server counts again, and the form works without this.
(() => {
  'use strict';
  const form = document.querySelector('[data-counting]');
  if (!form) return;
  const line = form.querySelector('.counted');
  const yen = (amount) => `${amount.toLocaleString('ja-JP')}円`;

  const count = () => {
    const counted = [...form.querySelectorAll('[data-yen]')]
      .reduce((sum, field) => sum + Number(field.dataset.yen) * (Number(field.value) || 0), 0);
    const change = Number(form.elements.change.value) || 0;
    line.hidden = false;
    line.querySelector('[data-counted]').textContent = yen(counted);
    line.querySelector('[data-difference]').textContent = yen(counted - change - Number(form.dataset.expected));
  };

  form.addEventListener('input', count);
})();
