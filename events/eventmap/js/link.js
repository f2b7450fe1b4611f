// The map's half of the channel to the page: numbered commands in, the view out after it has rested; a place asked for, and the one chosen.

const REST_MS = 250;

class Link {
  constructor(channel, layer) {
    this.layer = layer;
    this.seq = -1; // the highest command applied; older ones never change the view
    this.changed = false; // by the user, since the map was loaded
    this.told = "";
    this.reported = 0; // how many reports were sent, each under its number
    this.filters = "";
    this.timer = 0;
    if (!channel) return;
    this.channel = new BroadcastChannel(channel);
    this.channel.onmessage = (event) => this.hear(event.data);
    this.send({ type: "hello" });
  }

  send(message) {
    if (this.channel) this.channel.postMessage(message);
  }

  /** The user changed something: tell the page once it rests. */
  later() {
    this.changed = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.report(), REST_MS);
  }

  report() {
    clearTimeout(this.timer);
    this.timer = 0;
    if (this.layer.bar && this.layer.bar.held) return this.later(); // a hand that pauses is still dragging
    if (!this.layer.columns) return;
    const view = this.layer.view(), text = JSON.stringify(view);
    if (text === this.told) return;
    this.told = text;
    this.layer.reports++;
    this.send({ type: "view", seq: Math.max(this.seq, 0), view, report: ++this.reported });
  }

  tick(message) {
    this.send({ type: "tick", ...message });
  }

  hear(message) {
    if (!message || typeof message !== "object") return;
    if (message.type === "ask") {
      if (this.layer.camera) this.layer.camera.settle();
      if (this.layer.isDrawn) this.send({ type: "drawn" });
      if (this.changed) {
        this.told = "";
        this.report();
      }
    }
    if (message.type === "set") this.command(message);
    if (message.type === "preview") this.preview(message);
    if (message.type === "pick" && this.layer.choice) this.layer.choice.set(message);
  }

  /** What was just chosen beside the map, by its label; a label that these data do not have waits for the command. */
  preview({ factions, hidden, kinds, since, until, rows }) {
    const { columns } = this.layer;
    if (!columns) return;
    const named = (labels, known) => {
      const names = new Map(known.map(({ name }) => [name.replaceAll("_", " "), name]).concat(known.map(({ name }) => [name, name])));
      return labels && (labels.length ? labels.map((label) => names.get(label)) : null);
    };
    const patch = { factions: hidden ? null : named(factions, columns.factions), hidden: named(hidden, columns.factions), kinds: named(kinds, columns.kinds), since, until, rows };
    if ([patch.factions, patch.hidden, patch.kinds].every((names) => !names || names.every(Boolean))) this.layer.apply(patch);
  }

  command({ seq, view, rows, data, control, theme, force, colours, knows, changed }) {
    const number = Number.isFinite(seq) ? seq : 0;
    const newer = number > this.seq, whole = newer || (force && !this.changed);
    const filters = view ? JSON.stringify([view.factions, view.hidden, view.kinds, view.since, view.until]) : this.filters;
    const apply = () => {
      const patch = { rows: rows === undefined ? undefined : rows };
      // A filter the user has switched here outlives an answer that does not know of it: not told yet, or told since.
      const latest = !this.timer && (knows === undefined || knows >= this.reported);
      if (view && (whole || (filters !== this.filters && latest))) Object.assign(patch, { factions: view.factions, hidden: view.hidden, kinds: view.kinds, since: view.since, until: view.until });
      const parts = newer && !latest ? this.parts(changed, number) : null;
      if (whole) {
        clearTimeout(this.timer);
        this.timer = 0;
        this.seq = Math.max(this.seq, number);
        Object.assign(patch, view);
      }
      // What the user did here and the command does not know of stands, but for what the command is about; the page is told of both.
      if (parts) for (const name in view) if (!parts.has(name)) delete patch[name];
      if (whole || latest) this.filters = filters;
      if (colours !== undefined) this.layer.setColours(colours);
      this.layer.apply(patch);
      if (whole) this.told = parts ? "" : JSON.stringify(this.layer.view());
      if (parts) this.later();
    };
    if (theme === "light" || theme === "dark") this.layer.setTheme(theme);
    const loaded = this.layer.withData(data && data.url ? data : null);
    const held = control === undefined ? null : this.layer.withControl(control); // settles in any case: without it the events still show
    // A view of the events does not wait until who held what is worked out.
    const needed = view && view.mode === "control" ? held : null;
    Promise.all([loaded, needed]).then(apply, () => {});
  }

  /** The fields of the view that the commands since the last one applied have changed; null for all of them, or where that is not told. */
  parts(changed, number) {
    const steps = new Map(changed || []), names = new Set();
    for (let step = Math.max(this.seq, 0) + 1; step <= number; step++) {
      if (!steps.get(step)) return null;
      for (const name of steps.get(step)) names.add(name);
    }
    for (const [one, other] of [["zoom", "centre"], ["centre", "zoom"], ["factions", "hidden"], ["hidden", "factions"]]) if (names.has(one)) names.add(other);
    return names;
  }

  close() {
    clearTimeout(this.timer);
    if (this.channel) this.channel.close();
  }
}
