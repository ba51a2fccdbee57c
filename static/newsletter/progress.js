// While mails leave, the numbers follow by themselves; without this file a reload shows them.
const place = document.querySelector('[data-progress]');
const PAUSE = 2000;

async function follow() {
  if (!place.querySelector('[data-sending]')) {
    return;
  }
  try {
    const answer = await fetch(place.dataset.progress, { credentials: 'same-origin' });
    if (answer.ok && !answer.redirected) {
      place.innerHTML = await answer.text();
    }
  } catch {
    // The next round asks again.
  }
  setTimeout(follow, PAUSE);
}

if (place) {
  setTimeout(follow, PAUSE);
}
