// The hover tip: what, who, when and how exactly, in four short lines of plain text.

/** The words for one event; the tip and the card both say them. */
function eventWords(columns, i) {
  const kind = columns.kinds[columns.kind[i]], faction = columns.factions[columns.faction[i]], flags = columns.flags[i];
  const vague = DATE_WORDS[columns.datePrecision(i)];
  const geo = GEO_WORDS[columns.geoPrecision(i)] || "";
  const radius = columns.radius[i] > 0 ? `within ${distanceWords(columns.radius[i])}` : "";
  const claim = flags & FLAG.denied ? "denied" : flags & FLAG.claimed ? "claimed" : "";
  return {
    place: columns.placeName(i) || "Unnamed place",
    kind: kind.label,
    faction: faction.pseudo && faction.name === "unknown" ? "faction not stated" : faction.name,
    colour: faction.colour,
    date: `${vague ? `${vague} ` : ""}${columns.calendar.words(columns.day[i])}`,
    where: [geo, radius].filter(Boolean).join(", "),
    claim: [claim, flags & FLAG.contradicted ? "contradicted by another report" : ""].filter(Boolean).join(" · "),
  };
}

class Tip {
  constructor(container) {
    this.root = element("div", "te-tip te-panel");
    this.root.setAttribute("role", "tooltip");
    this.root.hidden = true;
    this.container = container;
    container.append(this.root);
  }

  show(columns, { rows, more }, x, y) {
    const words = eventWords(columns, rows[0]);
    const what = element("div", "te-tip-what");
    const dot = element("span", "te-dot");
    dot.style.background = words.colour;
    what.append(dot, element("span", "", `${words.kind} · `), nameElement("span", "te-clip", words.faction));
    const lines = [nameElement("div", "te-tip-place", words.place), what, element("div", "te-tip-muted", words.date)];
    if (words.where) lines.push(element("div", "te-tip-muted", words.where));
    if (words.claim) lines.push(element("div", "te-tip-claim", words.claim));
    if (more > 0) lines.push(element("div", "te-tip-more", `and ${more >= MOST_HITS - 1 ? `${MOST_HITS}+` : more} more here`));
    this.put(lines, x, y);
  }

  /** Show lines beside a point, wherever there is room. */
  put(lines, x, y) {
    this.root.replaceChildren(...lines);
    this.root.hidden = false;
    const width = this.root.offsetWidth, height = this.root.offsetHeight, room = this.container.clientWidth;
    const left = x + 14 + width > room - 8 ? x - 14 - width : x + 14;
    const top = y - 10 - height < 8 ? y + 16 : y - 10 - height;
    this.root.style.transform = `translate(${Math.round(Math.max(8, left))}px,${Math.round(top)}px)`;
  }

  hide() {
    this.root.hidden = true;
  }
}
