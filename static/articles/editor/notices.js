// What the editor has to say about what was just done, until somebody has read it.

import { button, element } from "newsroom-editor/dialogs";

export function notices() {
  const region = element("div", { class: "body-notices", role: "status" });
  const tell = (words) => {
    const said = element("p", { text: words });
    const line = element("div", { class: "body-notice" }, said, button(gettext("Close"), () => line.remove()));
    for (const other of [...region.children]) if (other.firstChild.textContent === words) other.remove();
    region.append(line);
  };
  return { region, tell };
}
