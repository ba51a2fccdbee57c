// The focal point of a picture: a click, a drag or the arrow keys move it; the sliders hold it, the crops follow.

export function follow(panel) {
  const [x, y] = ["focal_x", "focal_y"].map((name) => panel.querySelector(`[name=${name}]`));
  const point = panel.querySelector("[data-focal-point]");
  const picture = panel.querySelector(".focal-picture img");
  const size = { width: Number(panel.dataset.width), height: Number(panel.dataset.height) };
  const within = (value) => Math.min(100, Math.max(0, Math.round(value)));

  // As the server cuts: the largest part of that shape, centred on the point as far as the edges allow.
  function edge(room, part, focal) {
    return room > part ? (100 * Math.min(Math.max(focal * room - part / 2, 0), room - part)) / (room - part) : 50;
  }

  function show() {
    const focal = { x: x ? x.value / 100 : 0.5, y: y ? y.value / 100 : 0.5 };
    if (point) {
      point.style.left = `${focal.x * 100}%`;
      point.style.top = `${focal.y * 100}%`;
    }
    for (const crop of panel.querySelectorAll("[data-crop]")) {
      const [across, down] = crop.dataset.crop.split("x").map(Number);
      const wide = Math.min(size.width, (size.height * across) / down);
      const high = Math.min(size.height, (size.width * down) / across);
      const position = [edge(size.width, wide, focal.x), edge(size.height, high, focal.y)];
      crop.querySelector("img").style.objectPosition = position.map((part) => `${part}%`).join(" ");
    }
    for (const slider of [x, y]) if (slider) panel.querySelector(`output[for=${slider.id}]`).value = slider.value;
  }

  function move(left, top) {
    x.value = within(left);
    y.value = within(top);
    x.dispatchEvent(new Event("input", { bubbles: true })); // the form knows that something was changed
  }

  function moveTo(event) {
    const box = picture.getBoundingClientRect();
    move((100 * (event.clientX - box.left)) / box.width, (100 * (event.clientY - box.top)) / box.height);
  }

  panel.addEventListener("input", show);
  show();
  if (!point) return;

  picture.addEventListener("click", (event) => {
    moveTo(event);
    point.focus();
  });
  point.addEventListener("pointerdown", (event) => point.setPointerCapture(event.pointerId));
  point.addEventListener("pointermove", (event) => {
    if (point.hasPointerCapture(event.pointerId)) moveTo(event);
  });
  point.addEventListener("keydown", (event) => {
    const step = event.shiftKey ? 10 : 1;
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!way) return;
    event.preventDefault();
    move(Number(x.value) + way[0] * step, Number(y.value) + way[1] * step);
  });
}

for (const panel of document.querySelectorAll("[data-focal]")) follow(panel);
