// The legend: factions and kinds with live counts; each entry is a switch.

const MOST_LISTED = 80; // of the factions without a colour of their own; the search field finds the rest
const OTHER = "#C9CDD3";

class Legend {
  constructor(container, actions) {
    this.actions = actions;
    this.root = element("section", "te-legend te-panel");
    this.root.setAttribute("aria-label", "Legend");
    this.toggle = element("button", "te-legend-toggle");
    this.toggle.type = "button";
    this.toggle.append(element("span", "", "Legend"), icon("down"));
    this.toggle.addEventListener("click", () => this.setOpen(this.root.classList.contains("te-closed")));
    this.body = element("div", "te-legend-body");
    this.extra = element("div", "te-legend-extra"); // below what scrolls, always in sight
    this.root.append(this.toggle, this.body, this.extra);
    container.append(this.root);
    shield(this.root);
    this.setOpen(true);
  }

  setOpen(open) {
    this.root.classList.toggle("te-closed", !open);
    this.toggle.setAttribute("aria-expanded", String(open));
  }

  load(columns, theme) {
    const before = this.columns === columns && this.body.querySelector(".te-others");
    const open = before && before.open, sought = before ? before.querySelector(".te-search").value : "";
    this.columns = columns;
    this.theme = theme;
    this.items = [];
    this.palette = paletteOf(columns.factions, theme);
    const own = [], rest = [];
    columns.factions.forEach((faction, index) => (faction.colour === OTHER ? rest : own).push({ ...faction, index }));
    const parts = [this.section("Factions", "factions", own.map((f) => this.factionItem(f)))];
    this.rest = null;
    if (rest.length) parts[0].append(this.others(rest, { open, sought }));
    const kinds = columns.kinds.map((kind, index) => ({ ...kind, index }));
    for (const [title, list] of [["Events", kinds.filter((k) => !k.context)], ["Context", kinds.filter((k) => k.context)]]) {
      if (list.length) parts.push(this.section(title, "kinds", list.map((k) => this.kindItem(k))));
    }
    parts.push(this.key());
    this.body.replaceChildren(...parts);
  }

  section(title, group, items) {
    const box = element("div", "te-section");
    const head = element("div", "te-section-head");
    const all = element("button", "te-all", "All");
    all.type = "button";
    all.setAttribute("aria-label", `Show all ${group}`);
    all.addEventListener("click", () => this.actions.all(group, items.map((item) => item.te)));
    head.append(element("h3", "", title), all);
    const list = element("div", "te-list");
    list.append(...items);
    box.append(head, list);
    return box;
  }

  /** A click switches one entry; a double click, or a click with Alt, leaves only that one. */
  item(group, entry, swatch, label) {
    const made = element("button", "te-item");
    made.type = "button";
    made.title = `${label}: click to show or hide, double-click for only this`;
    const count = element("span", "te-count");
    made.append(swatch, nameElement("span", "te-name", label), count);
    made.te = { group, name: entry.name, index: entry.index, count, made };
    made.addEventListener("click", (event) => (event.altKey ? this.actions.only(group, entry.name) : this.actions.switch(group, entry.name)));
    made.addEventListener("dblclick", () => this.actions.only(group, entry.name));
    this.items.push(made.te);
    return made;
  }

  factionItem(faction) {
    const swatch = element("span", "te-swatch");
    swatch.style.background = this.palette.colours[this.palette.of[faction.index]];
    const label = faction.pseudo ? { contested: "Contested", unknown: "Not stated" }[faction.name] || faction.name : faction.name;
    return this.item("factions", faction, swatch, label);
  }

  kindItem(kind) {
    return this.item("kinds", kind, this.picture({ shape: kind.shape, r: kind.context ? 4.2 : 5.6 }), kind.label);
  }

  picture(style) {
    const canvas = element("canvas", "te-glyph"), ratio = Math.min(window.devicePixelRatio || 1, 3);
    canvas.width = canvas.height = 18 * ratio;
    const context = canvas.getContext("2d");
    context.scale(ratio, ratio);
    context.translate(9, 9);
    drawMark(context, { colour: this.theme === "dark" ? "#aeb5bf" : "#59616c", casing: CASING[this.theme], ...style });
    return canvas;
  }

  /** Factions beyond those with a colour of their own: one switch for all, and a searchable list. */
  others(rest, { open, sought }) {
    const box = element("details", "te-others");
    const summary = element("summary");
    summary.append(element("span", "te-swatch te-swatch-other"), element("span", "te-name", `${number(rest.length)} other factions`), (this.othersCount = element("span", "te-count")));
    const all = element("button", "te-all", "Show or hide all");
    all.type = "button";
    all.addEventListener("click", () => this.actions.switchMany("factions", rest.map((f) => f.name)));
    const search = element("input", "te-search");
    Object.assign(search, { type: "search", placeholder: "Find a faction" });
    search.setAttribute("aria-label", "Find a faction");
    const list = element("div", "te-list te-scroll"), more = element("div", "te-tip-muted");
    const fill = () => {
      this.items = this.items.filter((item) => !item.other);
      const word = search.value.trim().toLowerCase(), found = rest.filter((f) => f.name.toLowerCase().includes(word));
      const made = found.slice(0, MOST_LISTED).map((f) => this.factionItem(f));
      for (const item of made) item.te.other = true;
      list.replaceChildren(...made);
      more.textContent = found.length > MOST_LISTED ? `and ${number(found.length - MOST_LISTED)} more: type to find them` : "";
      this.update(this.last);
    };
    search.addEventListener("input", fill);
    box.addEventListener("toggle", () => box.open && fill());
    box.append(summary, search, all, list, more);
    search.value = sought;
    box.open = open;
    this.rest = rest;
    return box;
  }

  key() {
    const box = element("div", "te-section te-key"), base = { shape: "disc", r: 5.4 };
    for (const [label, style] of [["Claimed", { claimed: true }], ["Denied", { denied: true }], ["Date not exact", { vague: true }]]) {
      const row = element("div", "te-key-item");
      row.append(this.picture({ ...base, ...style }), element("span", "", label));
      box.append(row);
    }
    const row = element("div", "te-key-item");
    row.append(element("span", "te-key-area"), element("span", "", "Within this area"));
    box.append(row);
    return box;
  }

  /** Counts and switches; only what differs is written. */
  update(state) {
    this.last = state;
    if (!state || !this.items) return;
    const { factions, kinds, visibility } = state;
    for (const { group, name, index, count, made } of this.items) {
      const total = visibility.totals[group][index];
      const shown = (group === "factions" ? factions : kinds)[index];
      const on = group === "factions" ? visibility.isFactionOn(name) : visibility.isKindOn(name);
      const text = `${number(shown)}/${number(total)}`;
      if (count.textContent !== text) count.textContent = text;
      if (made.getAttribute("aria-pressed") !== String(on)) made.setAttribute("aria-pressed", String(on));
    }
    if (!this.rest) return;
    const sum = this.rest.reduce((all, f) => [all[0] + factions[f.index], all[1] + visibility.totals.factions[f.index]], [0, 0]);
    this.othersCount.textContent = `${number(sum[0])}/${number(sum[1])}`;
  }
}
