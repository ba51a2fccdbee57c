// How long a text takes to read, while it is written. The rule and its figures are articles/reading.py's.

const APART = /[\s/–—…]+/u, LETTER = /\p{L}/u;

export const wordsOf = (text) => text.split(APART).filter((piece) => LETTER.test(piece)).length;

export function minutesOf(words, pictures, language, rates) {
  const rate = rates.words[language] ?? rates.words.fr;
  let looking = 0;
  for (let number = 0; number < pictures; number++) looking += Math.max(rates.least, rates.first - number);
  return Math.max(1, Math.ceil((words * 60 + looking * rate) / (60 * rate)));
}

const PAUSE = 250;

// A line below the text that counts along. `pictures` answers how many there are beside those in the text.
export function reading(editor, shown, desk, rates, pictures) {
  let timer = 0;
  const count = () => {
    let own = 0;
    editor.state.doc.descendants((node) => {
      own += node.type.name === "pictureUse";
      return !node.isTextblock;
    });
    const words = wordsOf(editor.getText()), minutes = minutesOf(words, own + pictures(), desk.language(), rates);
    shown.textContent = [
      interpolate(ngettext("%s word", "%s words", words), [words.toLocaleString(document.documentElement.lang)]),
      interpolate(ngettext("%s minute to read", "%s minutes to read", minutes), [minutes]),
    ].join(" · ");
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(count, PAUSE);
  };
  editor.on("update", later);
  count();
  return later;
}
