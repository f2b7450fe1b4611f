// Who holds each place on a day: what `control_at` answers in Python (events/control/at.py), for every place at once and without an object.

class ControlState {
  constructor(data) {
    const { places } = data;
    this.data = data;
    this.day = null;
    this.cursor = data.first.slice(0, places); // the spell looked at last: the next day is rarely far from it
    this.spell = new Int32Array(places); // -1: no report yet
    this.status = new Uint8Array(places);
    this.confidence = new Float64Array(places);
    this.camp = new Uint16Array(places);
    this.campSince = new Int32Array(places);
    this.since = new Int32Array(places);
    this.holderSince = new Int32Array(places);
    this.last = new Int32Array(places);
    this.claimed = new Uint8Array(places);
    this.source = new Int32Array(places); // place whose reports stand behind it
    this.teller = new Int32Array(places); // place around it that speaks for it, -1: it does itself
  }

  /** Day of control, counted from the first day of the control data. */
  compute(day) {
    if (day === this.day) return this;
    this.day = day;
    this.own(day);
    if (day >= 0) for (const p of this.data.inner) this.fromAround(p, day);
    return this;
  }

  /** Each place by its own reports alone. One loop over plain arrays: this is what a step in time costs. */
  own(day) {
    const { data, cursor, spell, status, confidence, camp, campSince, since, holderSince, last, claimed, source, teller } = this;
    const { start, end, status: statusOf, camp: campOf, camp_since: campSinceOf, holder_since: holderSinceOf, report } = data.spells, { threshold } = data.header;
    for (let p = 0; p < data.places; p++) {
      const low = data.first[p], high = data.first[p + 1];
      let s = cursor[p];
      while (s + 1 < high && start[s + 1] <= day) s++;
      while (s > low && start[s] > day) s--;
      cursor[p] = s;
      source[p] = p;
      teller[p] = -1;
      spell[p] = start[s] > day || (end[s] !== NO_DAY && end[s] <= day) ? -1 : s;
      if (spell[p] < 0) continue;
      const r = this.lastHeard(report[s], data.endOf("report", s), day);
      confidence[p] = statusOf[s] === UNSURE ? 0 : this.strength(report[s], r, day);
      status[p] = confidence[p] < threshold ? UNSURE : statusOf[s];
      camp[p] = campOf[s];
      campSince[p] = campSinceOf[s];
      since[p] = start[s];
      holderSince[p] = holderSinceOf[s];
      last[p] = Math.min(day, data.latest[r]);
      claimed[p] = data.onlyClaims[r];
    }
  }

  /** The last of the reports [first, end) that counts by that day; the first of a spell always does. */
  lastHeard(first, end, day) {
    const from = this.data.spells.report_from;
    if (from[end - 1] <= day) return end - 1;
    let low = first, high = end - 2;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (from[middle] <= day) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** What the best of the reports first…last leaves on the day; the later ones first, for they mostly decide. */
  strength(first, last, day) {
    const { data } = this, { report_confidence: confidence, report_day: spoken } = data.spells, moved = day / data.header.half_life_days;
    let best = 0;
    for (let r = last; r >= first; r--) {
      const left = confidence[r] * data.fade[spoken[r] < day ? day - spoken[r] : 0];
      if (left > best) best = left;
      if (r > first && Math.log2(best) >= data.best[r - 1] - moved) break;
    }
    return best;
  }

  /** What the place around says: doubt where it says otherwise, and the answer where the place's own news is gone. */
  fromAround(p, day) {
    const { data } = this, { header, spells } = data, whole = spells.lies_in[p];
    if (this.spell[p] < 0 || this.spell[whole] < 0) return;
    const { threshold, doubt, half_life_days: half, part_speaks: share } = header;
    if (this.status[whole] === HELD && this.camp[whole] !== this.camp[p] && this.last[whole] > this.last[p]) {
      const later = Math.max(day - Math.max(this.campSince[whole], this.last[p]), 0);
      this.confidence[p] *= 2 ** ((-later * (doubt - 1)) / half);
    }
    if (this.confidence[p] >= threshold) return;
    this.status[p] = UNSURE;
    const neverNamed = spells.report_confidence[spells.report[this.spell[p]]] === 0;
    const news = neverNamed || this.last[whole] >= this.last[p];
    if (!news || this.status[whole] === UNSURE || this.confidence[whole] * share < threshold) return;
    for (const values of [this.status, this.camp, this.confidence, this.since, this.campSince, this.holderSince, this.last, this.claimed, this.source]) values[p] = values[whole];
    this.confidence[p] *= share;
    this.teller[p] = this.teller[whole] < 0 ? whole : this.teller[whole];
  }

  /** The spell whose holder and report are shown for a place. */
  behind(p) {
    return this.spell[this.source[p]];
  }

  /** Whether a siege goes on: to its end date, and without one as long as an ordinary report would be believed. */
  besieged(p) {
    const { data } = this, { spells, header } = data, s = this.spell[p];
    if (s < 0) return false;
    for (let k = spells.siege[s], end = data.endOf("siege", s); k < end; k++) {
      const from = spells.siege_from[k], until = spells.siege_until[k];
      if (from <= this.day && (until === NO_DAY ? 0.8 * 2 ** (-(this.day - from) / header.half_life_days) >= header.threshold : this.day <= until)) return true;
    }
    return false;
  }

  /** How many places are held by each faction (index), contested, unknown, and not yet reported on. */
  counts() {
    const held = new Uint32Array(this.data.header.factions.length), counts = { held, contested: 0, unknown: 0, silent: 0, claimed: 0 };
    for (let p = 0; p < this.data.places; p++) {
      if (this.spell[p] < 0) counts.silent++;
      else if (this.status[p] === FOUGHT) counts.contested++;
      else if (this.status[p] === UNSURE) counts.unknown++;
      else {
        held[this.data.spells.holder[this.behind(p)]]++;
        counts.claimed += this.claimed[p];
      }
    }
    return counts;
  }
}
