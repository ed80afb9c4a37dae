// Passkeys: a form with data-passkey="make" or "use" asks the browser for a passkey before it is sent.
// data-options is the address of the options; the answer goes into the form's field "answer". Faults are said in place.
(() => {
  'use strict';
  const WORDS = {
    NotAllowedError: '確認が取り消されたか、時間がたちました。もう一度ボタンを押してください。',
    InvalidStateError: 'この端末か鍵は、もう登録されています。ほかの端末か鍵を使ってください。',
    NotSupportedError: 'この端末か鍵は、必要な方式に対応していません。ほかの端末か鍵を使ってください。',
    ConstraintError: 'この端末か鍵では、指紋・顔・暗証番号での本人確認ができません。端末の設定を確かめてください。',
    SecurityError: 'このアドレスではパスキーを使えません。いつものアドレス（https）で開いてください。',
    AbortError: '確認が中断されました。もう一度ボタンを押してください。',
    TypeError: 'サーバーにつながりません。通信を確かめて、もう一度ボタンを押してください。',
  };
  const OTHER = 'パスキーを使えませんでした。もう一度試し、続くときは情報システムの担当に連絡してください。';

  const fromBase64url = (text) => {
    const padded = text.replace(/-/g, '+').replace(/_/g, '/').padEnd(Math.ceil(text.length / 4) * 4, '=');
    return Uint8Array.from(atob(padded), (letter) => letter.charCodeAt(0)).buffer;
  };
  const toBase64url = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

  const described = (list) => list?.map((each) => ({ ...each, id: fromBase64url(each.id) }));

  const make = async (options) => {
    const publicKey = {
      ...options,
      challenge: fromBase64url(options.challenge),
      user: { ...options.user, id: fromBase64url(options.user.id) },
      excludeCredentials: described(options.excludeCredentials),
    };
    const found = await navigator.credentials.create({ publicKey });
    return {
      ...common(found),
      response: {
        clientDataJSON: toBase64url(found.response.clientDataJSON),
        attestationObject: toBase64url(found.response.attestationObject),
        transports: found.response.getTransports?.() ?? [],
      },
    };
  };

  const use = async (options) => {
    const publicKey = {
      ...options, challenge: fromBase64url(options.challenge), allowCredentials: described(options.allowCredentials),
    };
    const found = await navigator.credentials.get({ publicKey });
    const { clientDataJSON, authenticatorData, signature, userHandle } = found.response;
    return {
      ...common(found),
      response: {
        clientDataJSON: toBase64url(clientDataJSON),
        authenticatorData: toBase64url(authenticatorData),
        signature: toBase64url(signature),
        userHandle: userHandle ? toBase64url(userHandle) : null,
      },
    };
  };

  const common = (found) => ({ id: found.id, rawId: toBase64url(found.rawId), type: found.type });

  const optionsOf = async (form) => {
    const answer = await fetch(form.dataset.options, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'X-CSRFToken': form.elements.csrfmiddlewaretoken.value, 'X-Requested-With': 'fetch', 'X-Acted': '1' },
    });
    const data = await answer.json().catch(() => ({}));
    if (!answer.ok) throw Object.assign(new Error(data.error), { said: data.error });
    return data;
  };

  const say = (form, words) => {
    const place = form.querySelector('[data-passkey-fault]');
    place.querySelector('[data-words]').textContent = words;
    place.hidden = false;
    form.querySelectorAll('button').forEach((button) => button.removeAttribute('aria-disabled'));
    form.removeAttribute('aria-busy');
  };

  const run = async (form) => {
    form.querySelector('[data-passkey-fault]').hidden = true;
    form.setAttribute('aria-busy', 'true');
    form.querySelectorAll('button').forEach((button) => button.setAttribute('aria-disabled', 'true'));
    try {
      const options = await optionsOf(form);
      const answer = await (form.dataset.passkey === 'make' ? make(options) : use(options));
      form.elements.answer.value = JSON.stringify(answer);
      form.submit();
    } catch (fault) {
      say(form, fault.said || WORDS[fault.name] || OTHER);
    }
  };

  const usable = Boolean(window.PublicKeyCredential && navigator.credentials);
  document.querySelectorAll('form[data-passkey]').forEach((form) => {
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      if (form.getAttribute('aria-busy') === 'true') return;
      if (!usable) say(form, window.isSecureContext ? WORDS.NotSupportedError : WORDS.SecurityError);
      else run(form);
    });
  });
  document.querySelectorAll('[data-needs-passkeys]').forEach((part) => { part.hidden = !usable; });
  window.addEventListener('pageshow', (event) => {
    if (event.persisted) document.querySelectorAll('form[data-passkey]').forEach((form) => form.removeAttribute('aria-busy'));
  });
})();
