// Every change of holder or status in order of time, the first report of each place included: what the histogram counts and the keys jump to.

class ControlChanges {
  constructor(data) {
    const { start, place } = data.spells, order = Array.from({ length: data.n }, (_, s) => s);
    this.data = data;
    this.spells = Uint32Array.from(order.sort((a, b) => start[a] - start[b] || place[a] - place[b]));
    this.days = Int32Array.from(this.spells, (s) => start[s]);
  }

  /** Whether a change concerns a place (index, -1: any) and one of the factions (names as a Set, null: any), as who held it or who does. */
  concerns(s, place, factions) {
    const { spells, header, first } = this.data;
    if (place >= 0 && spells.place[s] !== place) return false;
    if (!factions) return true;
    const named = (spell) => factions.has(header.factions[spells.holder[spell]]);
    return named(s) || (s > first[spells.place[s]] && named(s - 1));
  }

  /** The next day after `day` (or before it) with such a change and its spells, null without one. */
  next(day, step, place, factions) {
    let at = step > 0 ? lowerBound(this.days, day + 1) : lowerBound(this.days, day) - 1;
    while (at >= 0 && at < this.days.length && !this.concerns(this.spells[at], place, factions)) at += step;
    if (at < 0 || at >= this.days.length) return null;
    const found = this.days[at], spells = [];
    for (; at >= 0 && at < this.days.length && this.days[at] === found; at += step) if (this.concerns(this.spells[at], place, factions)) spells.push(this.spells[at]);
    return { day: found, spells };
  }

  /** Changes by day of the calendar and colour, days major. */
  stack(calendar, colourOf, colours, isShown) {
    const stack = new Uint32Array(calendar.days * colours), shift = this.data.offset(calendar);
    for (let at = 0; at < this.days.length; at++) {
      const day = this.days[at] + shift;
      if (day >= 0 && day < calendar.days && isShown(this.spells[at])) stack[day * colours + colourOf(this.spells[at])]++;
    }
    return stack;
  }
}
