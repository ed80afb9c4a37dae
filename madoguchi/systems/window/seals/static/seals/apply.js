// The application of a seal: the picture is read as soon as it is chosen or taken; only what the way asks for is shown.
// Everything works without this: the button 読み取る sends the form, and all fields are there.
(() => {
  'use strict';
  const form = document.querySelector('form.apply');
  if (!form) return;
  const picture = form.elements.picture;
  const part = form.querySelector('[data-scan]');
  const busy = form.querySelector('[data-busy]');
  const routes = [...form.querySelectorAll('[name=route]')];

  const sift = () => {
    const chosen = routes.find((route) => route.checked)?.value;
    form.querySelectorAll('[data-route]').forEach((node) => {
      node.hidden = !chosen || !node.dataset.route.split(' ').includes(chosen);
    });
  };
  routes.forEach((route) => route.addEventListener('change', sift));
  sift();

  const send = async (data) => {
    busy.textContent = '読み取っています…';
    try {
      const answer = await fetch(part.dataset.scan, { method: 'POST', body: data, headers: { 'X-Requested-With': 'fetch' } });
      if (!answer.ok) throw new Error(answer.status);
      const parsed = new DOMParser().parseFromString(await answer.text(), 'text/html');
      document.getElementById('reading').replaceWith(parsed.getElementById('reading'));
      picture.value = '';
      busy.textContent = '読み取りました';
    } catch {
      busy.textContent = '読み取れませんでした。もう一度「読み取る」を押してください。';
    }
  };
  const withToken = () => {
    const data = new FormData();
    data.append('csrfmiddlewaretoken', form.elements.csrfmiddlewaretoken.value);
    data.append('scan', form.elements.scan.value);
    return data;
  };
  const read = (file) => {
    const data = withToken();
    data.append('picture', file, 'picture');
    return send(data);
  };
  const correct = () => {
    const data = withToken();
    ['width_mm', 'turn'].forEach((name) => form.elements[name]?.value && data.append(name, form.elements[name].value));
    return send(data);
  };

  picture.addEventListener('change', () => picture.files[0] && read(picture.files[0]));
  form.addEventListener('change', (event) => event.target.matches('[data-reread]') && correct());
  form.addEventListener('submit', (event) => {
    if (event.submitter?.value !== 'read') return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (picture.files[0]) read(picture.files[0]);
    else if (form.elements.scan.value) correct();
    else busy.textContent = '画像を選んでください。';
  }, true);

  const dialog = document.getElementById('camera');
  const opener = form.querySelector('[data-camera]');
  const video = dialog.querySelector('video');
  const fault = dialog.querySelector('[data-camera-fault]');
  const shutter = dialog.querySelector('[data-shutter]');
  let stream;
  const stop = () => {
    stream?.getTracks().forEach((track) => track.stop());
    stream = undefined;
  };
  if (navigator.mediaDevices?.getUserMedia) opener.hidden = false;

  opener.addEventListener('click', async () => {
    dialog.showModal();
    fault.textContent = '';
    shutter.disabled = true;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1920 } } });
      video.srcObject = stream;
      await video.play();
      shutter.disabled = false;
    } catch {
      fault.textContent = 'カメラを使えません。画像のファイルを選んでください。';
    }
  });
  dialog.addEventListener('close', stop);
  shutter.addEventListener('click', () => {
    const canvas = document.createElement('canvas');
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    canvas.getContext('2d').drawImage(video, 0, 0);
    canvas.toBlob((blob) => {
      dialog.close();
      read(blob);
    }, 'image/jpeg', 0.95);
  });
})();
