// A second copy of what autosave.js keeps in the browser. localStorage reaches the disk some seconds later, which is too
// late for a browser that is killed or a machine that loses its power; this one is there before the next word is typed.
"use strict";
window.newsroomMirror = (() => {
  const opened = new Promise((resolve, reject) => {
    const asked = indexedDB.open("newsroom", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("kept");
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  }).catch(() => null); // a browser that keeps nothing
  const turn = (text) => JSON.parse(text)?.turn ?? -1;

  // Runs `deed` on the copies and answers when what it changed is on the disk. Asked one after the other, done in that order.
  const within = async (deed) => {
    const base = await opened;
    if (!base) return;
    await new Promise((resolve) => {
      const change = base.transaction("kept", "readwrite", { durability: "strict" });
      change.oncomplete = change.onabort = resolve;
      deed(change.objectStore("kept"));
    });
  };

  return {
    put: (name, text) => within((kept) => kept.put(text, name)),
    // Unless something newer than what was sent is there.
    drop: (name, sent) => within((kept) => {
      const asked = kept.get(name);
      asked.onsuccess = () => asked.result && turn(asked.result) <= sent && kept.delete(name);
    }),
    // Gives localStorage back what it lost.
    restore: (prefix) => within((kept) => {
      const asked = kept.openCursor(IDBKeyRange.bound(prefix, `${prefix}\uffff`));
      asked.onsuccess = () => {
        const found = asked.result;
        if (!found) return;
        const here = localStorage.getItem(found.key);
        if (!here || turn(here) < turn(found.value)) localStorage.setItem(found.key, found.value);
        found.continue();
      };
    }),
  };
})();
