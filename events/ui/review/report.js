/* The text of a report, its candidates' words marked. Everything is put in as text; nothing of it is ever read as HTML. */
const WORDS = { kind: "what", faction: "who", opponent: "against", place: "where", time: "when", speaker: "says so" };

function piece([text, quotes, marks], data, choose) {
  const { current, status } = data, mine = marks.filter(([number]) => number === current);
  const node = document.createElement(marks.length ? "mark" : "span");
  node.textContent = text;
  if (quotes.includes(current)) node.classList.add("quote");
  if (marks.length) node.dataset.slot = (mine[0] || marks[0])[1];
  if (mine.length) {
    node.classList.add("mine");
    node.title = mine.map(([, slot]) => WORDS[slot]).join(", ");
    node.dataset.words = node.title;
  }
  if (quotes.length) {
    node.dataset.of = quotes.join(" ");
    if (quotes.every((number) => status[number] !== "open")) node.classList.add("decided");
    node.addEventListener("click", () => {
      if (String(window.getSelection())) return; // words are being marked to be copied
      const at = quotes.indexOf(current);
      choose(marks.length && !mine.length ? marks[0][0] : quotes[(at + 1) % quotes.length]);
    });
  }
  return node;
}

export default function ({ parentElement, data, setTriggerValue }) {
  const root = parentElement.querySelector(".report");
  const paragraphs = data.lines.map((line) => {
    const paragraph = document.createElement("p");
    paragraph.dir = "auto";
    paragraph.append(...line.map((each) => piece(each, data, (number) => setTriggerValue("chosen", number))));
    return paragraph;
  });
  root.replaceChildren(...paragraphs);
  root.tabIndex = 0;
  root.setAttribute("role", "region");
  root.setAttribute("aria-label", "Text of the report");
  const first = root.querySelector(".quote");
  const shown = `${data.document} ${data.current}`;
  if (first && root.dataset.shown !== shown) {
    const top = first.getBoundingClientRect().top - root.getBoundingClientRect().top;
    if (top < 0 || top > root.clientHeight - 90) root.scrollTop += top - root.clientHeight / 3;
  }
  root.dataset.shown = shown;
}
