// The legend of control: who holds how many places, and what each look means, for someone who has never seen it.

const MEANINGS = [
  ["changed", "Changed", "outlined, new holder's colour"],
  ["same", "Not changed", "pale"],
  ["held", "Held", "the fainter, the less sure"],
  ["contested", "Contested", "fought over, or disputed"],
  ["claimed", "Claimed", "held, by claims only"],
  ["unknown", "Unknown", "no recent or clear news"],
  ["besieged", "Besieged", "whoever holds it"],
  ["silent", "No report yet", "nobody told who holds it"],
];

class ControlLegend {
  constructor(legend, actions) {
    Object.assign(this, { legend, actions });
    this.body = element("div", "te-legend-body");
    this.extra = element("div", "te-legend-extra");
    this.body.hidden = true;
    legend.root.append(this.body);
  }

  /** Put this legend in the place of the events', or take it away; the choice of base map goes along. */
  setShown(shown) {
    const { body, extra } = this.legend, [from, to] = shown ? [extra, this.extra] : [this.extra, extra];
    if (from && to) to.append(...from.childNodes);
    body.hidden = shown;
    this.body.hidden = !shown;
  }

  load(painter) {
    this.painter = painter;
    const { colours, data, columns } = painter, total = new Uint32Array(data.header.factions.length);
    for (let s = 0; s < data.n; s++) total[data.spells.holder[s]]++;
    const order = new Map(columns.factions.map((faction, i) => [faction.name, i]));
    const holders = [...total.keys()].filter((i) => total[i] && i !== colours.nobody);
    holders.sort((a, b) => (order.get(data.header.factions[a]) ?? Infinity) - (order.get(data.header.factions[b]) ?? Infinity) || a - b);
    this.items = holders.slice(0, MOST_LISTED).map((i) => this.holder(i));
    const more = holders.length > MOST_LISTED ? [element("div", "te-tip-muted", `and ${number(holders.length - MOST_LISTED)} more`)] : [];
    this.title = element("h3", "", "Places held");
    const head = element("div", "te-section-head"), all = element("button", "te-all", "All");
    all.type = "button";
    all.setAttribute("aria-label", "Show all factions");
    all.addEventListener("click", () => this.actions.all("factions", columns.factions));
    head.append(this.title, all);
    const list = element("div", "te-list te-holders"), box = element("div", "te-section");
    list.append(...this.items.map((item) => item.made), ...more);
    box.append(head, list);
    this.body.replaceChildren(box, this.meanings(), this.extra);
  }

  holder(index) {
    const { colours, data } = this.painter, name = data.header.factions[index];
    const made = element("button", "te-item"), swatch = element("span", "te-patch"), count = element("span", "te-count");
    made.type = "button";
    made.title = `${name}: click to make it pale or strong, double-click for only this`;
    dress(swatch, { colour: colours.hex[index] });
    made.append(swatch, nameElement("span", "te-name", name), count);
    made.addEventListener("click", (event) => (event.altKey ? this.actions.only("factions", name) : this.actions.switch("factions", name)));
    made.addEventListener("dblclick", () => this.actions.only("factions", name));
    return { made, count, name, index };
  }

  meanings() {
    const box = element("div", "te-section te-meanings"), { colours, data } = this.painter;
    const first = this.items.length ? this.items[0].index : -1, second = this.items.length > 1 ? this.items[1].index : -1;
    const colour = first >= 0 ? colours.hex[first] : colours.greys.fought, rival = second >= 0 ? colours.hex[second] : colours.greys.fought;
    this.counts = {};
    for (const [kind, label, words] of MEANINGS) {
      const row = element("div", "te-meaning"), text = element("div", "te-meaning-text"), name = element("div", "te-meaning-name"), count = element("span", "te-count");
      row.dataset.kind = kind;
      name.append(element("span", "", label), count);
      text.append(name, element("div", "te-meaning-words", words));
      row.append(this.samples(kind, colour, rival), text);
      row.hidden = kind === "besieged" && !data.header.sieges;
      this.counts[kind] = count;
      box.append(row);
    }
    return box;
  }

  /** Swatches as the map draws them: a hold in its three strengths, the others once. */
  samples(kind, colour, rival) {
    const box = element("span", "te-samples"), { colours } = this.painter, { unsure } = colours.greys;
    const looks = {
      changed: [{ colour }],
      same: [{ colour, strength: STRENGTHS[PALE_LEVEL] / STRENGTHS[0] }],
      held: SURENESS.concat(0).map((_, level) => ({ colour, strength: STRENGTHS[level] / STRENGTHS[0] })),
      contested: [{ colour, rival }],
      claimed: [{ colour, claimed: true }],
      unknown: [{ colour: unsure, strength: STRENGTHS[UNKNOWN_LEVEL] / STRENGTHS[0] }],
      besieged: [{ colour }],
      silent: [{ colour: unsure, strength: 0 }],
    }[kind];
    for (const look of looks) {
      const swatch = element("span", `te-patch te-patch-${kind}`);
      dress(swatch, look);
      box.append(swatch);
    }
    return box;
  }

  /** Counts of the day, or what each faction gained and lost between two days. */
  update({ counts, balance, visibility }) {
    if (!this.items) return;
    this.write(this.title, balance ? "Places gained and lost" : "Places held");
    for (const { made, count, name, index } of this.items) {
      const gained = balance ? balance.gained[index] : 0, lost = balance ? balance.lost[index] : 0;
      this.write(count, balance ? `${gained ? `+${number(gained)}` : ""} ${lost ? `−${number(lost)}` : ""}`.trim() || "0" : number(counts.held[index]));
      made.classList.toggle("te-none", balance ? !gained && !lost : !counts.held[index]);
      const on = String(visibility.isFactionOn(name));
      if (made.getAttribute("aria-pressed") !== on) made.setAttribute("aria-pressed", on);
    }
    const held = counts.held.reduce((sum, each) => sum + each, 0);
    const shown = { held, contested: counts.contested, claimed: counts.claimed, unknown: counts.unknown, silent: counts.silent, changed: changesIn(balance) };
    for (const [kind, value] of Object.entries(shown)) this.write(this.counts[kind], number(value));
    this.body.classList.toggle("te-comparing", Boolean(balance));
  }

  write(where, text) {
    if (where.textContent !== text) where.textContent = text;
  }
}
