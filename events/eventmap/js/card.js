// Where no page stands around the map (a notebook, a saved file), the selected event's source is shown inside it.

class Card {
  constructor(container, { close, other }) {
    this.root = element("section", "te-card te-panel");
    this.root.hidden = true;
    this.root.setAttribute("aria-label", "Selected event");
    Object.assign(this, { close, other });
    container.append(this.root);
    shield(this.root);
  }

  /** `spot` holds all rows on the same place, newest first, where a click has found several. */
  show(columns, i, spot) {
    const words = eventWords(columns, i);
    const head = element("div", "te-card-head");
    head.append(nameElement("h3", "te-card-place", words.place), iconButton("close", "Close", this.close));
    const what = element("div", "te-tip-what");
    const dot = element("span", "te-dot");
    dot.style.background = words.colour;
    what.append(dot, element("span", "", `${words.kind} · `), nameElement("span", "", words.faction));
    const exact = [words.date, words.where, words.claim].filter(Boolean).join(" · ");
    const parts = [head, what, element("div", "te-tip-muted", exact)];
    const summary = columns.detail(i, "summary");
    if (summary) parts.push(nameElement("p", "te-card-summary", summary));
    const source = this.source(columns, i);
    if (source) parts.push(source);
    const at = spot ? spot.rows.indexOf(i) : -1;
    if (at >= 0 && spot.rows.length > 1) parts.push(this.steps(at, spot));
    this.root.replaceChildren(...parts);
    this.root.hidden = false;
  }

  steps(at, { rows, more }) {
    const box = element("div", "te-card-steps te-tip-more");
    const all = more >= MOST_HITS ? `${MOST_HITS}+` : String(rows.length);
    box.append(
      element("span", "", `${at + 1} of ${all} here`),
      iconButton("back", "Newer report here", () => this.other(rows[(at + rows.length - 1) % rows.length])),
      iconButton("forward", "Older report here", () => this.other(rows[(at + 1) % rows.length])),
    );
    return box;
  }

  source(columns, i) {
    const [publisher, title, url, published] = ["publisher", "title", "url", "published"].map((name) => columns.detail(i, name));
    if (!publisher && !title && !url) return null;
    const box = element("p", "te-card-source");
    const words = title || publisher || url;
    if (/^https?:\/\//i.test(url)) {
      const link = nameElement("a", "", words);
      link.href = url;
      link.target = "_blank";
      link.rel = "noopener noreferrer";
      box.append(link);
    } else box.append(nameElement("span", "", words));
    const rest = [title ? publisher : "", published].filter(Boolean).join(", ");
    if (rest) box.append(nameElement("span", "te-tip-muted", ` ${rest}`));
    return box;
  }

  hide() {
    this.root.hidden = true;
  }
}
