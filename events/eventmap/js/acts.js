// What the user can do: every act changes the state, asks for a redraw, and is told to the page once it rests.

L.EventTimeline.include({
  barActions() {
    return {
      day: (day) => this.setDay(day, "user"),
      step: (days) => this.setDay(this.state.day + days, "user"),
      play: () => this.togglePlay(),
      window: (days) => this.setWindow(days, "user"),
      speed: (speed) => (this.player.speed = speed),
    };
  },

  legendActions() {
    const filter = (group, names) => this.setFilter(group, names);
    return {
      switch: (group, name) => filter(group, this.switched(group, [name])),
      switchMany: (group, names) => filter(group, this.switched(group, names)),
      all: (group, items) => filter(group, [...this.chosen(group), ...items.map((item) => item.name)]),
      only: (group, name) => {
        const chosen = this.chosen(group);
        filter(group, chosen.length === 1 && chosen[0] === name ? this.names(group) : [name]);
      },
    };
  },

  names(group) {
    return this.columns[group].map((entry) => entry.name);
  },
  chosen(group) {
    return this.visibility[group] === null ? this.names(group) : [...this.visibility[group]];
  },
  /** Those on go off; if not all of them were on, all go on. */
  switched(group, names) {
    const chosen = new Set(this.chosen(group)), on = names.every((name) => chosen.has(name));
    for (const name of names) on ? chosen.delete(name) : chosen.add(name);
    return [...chosen];
  },

  setFilter(group, names) {
    const chosen = new Set(names);
    this.visibility[group] = this.names(group).every((name) => chosen.has(name)) ? null : chosen;
    this.change({ filter: true });
    this.link.later();
  },

  setDay(day, by) {
    if (!this.columns) return;
    const clamped = this.columns.calendar.clamp(day);
    if (by === "user") this.player.stop();
    if (clamped === this.state.day) return;
    this.state.day = clamped;
    this.change({ draw: true });
    this.link.later();
  },

  setWindow(days) {
    if (!this.columns) return;
    this.state.window = days;
    this.bar.setWindow(days);
    this.change({ draw: true });
    this.link.later();
  },

  togglePlay() {
    if (this.columns) this.player.toggle(this.state.day >= this.columns.calendar.days - 1, () => this.setDay(0, "player"));
  },
  advance(days) {
    this.setDay(this.state.day + days, "player");
    return this.state.day < this.columns.calendar.days - 1;
  },
  played(playing) {
    this.bar.setPlaying(playing);
    this._map.getContainer().dataset.playing = String(playing);
    if (!playing) this.link.later();
  },

  /** Go to the next or previous event in time and select it. */
  stepEvent(step) {
    if (!this.columns) return;
    if (this.inControl) return void this.stepChange(step);
    const { state, visibility } = this, [low, high] = visibility.range(state.day, state.window);
    const inside = state.selected !== null && state.selected >= low && state.selected < high;
    // Nothing selected: forward starts with the first event of this very day, so that walking from the start leaves none out.
    const from = inside ? state.selected : step > 0 ? visibility.range(state.day, 1)[0] - 1 : high;
    const next = visibility.neighbour(from, step);
    if (next < 0) return;
    this.setDay(this.columns.day[next], "user");
    this.select(next, "user");
    const bar = this.bar.root.offsetHeight, point = this._map.latLngToContainerPoint([this.columns.latitude(next), this.columns.longitude(next)]);
    const size = this._map.getSize();
    if (point.x < 10 || point.y < 10 || point.x > size.x - 10 || point.y > size.y - bar - 20) this.camera.show(this.columns.latitude(next), this.columns.longitude(next));
  },

  select(row, by) {
    if (this.inControl && row === null) return void this.selectPlace("");
    if (!this.columns || row === this.state.selected) return;
    this.state.selected = row;
    this.showCard();
    if (row !== null && by === "user") {
      const words = eventWords(this.columns, row);
      this.live.textContent = [words.place, words.kind, words.faction, words.date].join(", ");
    }
    this.change({ top: true });
    this.link.later();
  },

  showCard() {
    if (!this.card) return;
    if (this.inControl) return void this.showPlaceCard();
    if (this.state.selected === null) this.card.hide();
    else this.card.show(this.columns, this.state.selected, this.spot);
  },

  /** A click selects the newest mark there; again on the same spot, the next older one. */
  clicked(event) {
    if (this.choice.on) return this.choice.take(event.latlng);
    if (!this.columns) return;
    if (this.inControl) return void this.clickedPlace(event);
    const touch = this.touch.matches || (event.originalEvent && event.originalEvent.pointerType === "touch");
    const started = performance.now();
    const found = this.painter.pick(event.containerPoint.x, event.containerPoint.y, touch ? 12 : 3);
    this.perf.pick = performance.now() - started;
    this.tip.hide();
    if (!found.rows.length) return this.select(null, "user");
    this.spot = found;
    const at = found.rows.indexOf(this.state.selected);
    const next = found.rows[(at + 1) % found.rows.length];
    this.select(next, "user");
    // Where nothing can hover, a tap shows the tip too.
    if (touch && !this.card) this.tip.show(this.columns, { rows: [next], more: found.more }, event.containerPoint.x, event.containerPoint.y);
    return this.showCard();
  },

  hovered(event) {
    if (!this.columns || this.touch.matches || (this._map.dragging && this._map.dragging.moving())) return;
    this.pointer = event.containerPoint;
    if (this.hovering) return;
    this.hovering = requestAnimationFrame(() => {
      this.hovering = 0;
      if (!this.pointer || !this.columns) return;
      if (this.inControl) return void this.hoveredPlace(this.pointer);
      const { x, y } = this.pointer, started = performance.now(), found = this.painter.pick(x, y, 3);
      this.perf.pick = performance.now() - started;
      this._map.getContainer().classList.toggle("te-over", found.rows.length > 0);
      if (found.rows.length) this.tip.show(this.columns, found, x, y);
      else this.tip.hide();
    });
  },

  left() {
    this.pointer = null;
    this.tip.hide();
  },
});
