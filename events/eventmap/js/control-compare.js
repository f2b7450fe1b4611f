// Two days side by side: what happened to each place in between, as `differences.py` tells it.

const SAME = 0, CHANGED_HANDS = 1, NEWLY_HELD = 2, LOST = 3, NOW_FOUGHT = 4, SETTLED = 5, FELL_SILENT = 6, SAME_CAMP = 7;
const COUNTED = [false, true, true, true, true, false, false, false];

/** What happened to place `p` between two states. */
function changeOf(before, after, p) {
  if (after.spell[p] < 0) return SAME;
  const { holder } = after.data.spells, there = before.spell[p] >= 0;
  const was = there ? before.status[p] : -1, is = after.status[p];
  const holderBefore = there ? holder[before.behind(p)] : -1, holderAfter = holder[after.behind(p)];
  const sameCamp = there && before.camp[p] === after.camp[p];
  if (is === HELD) {
    if (was === HELD) return !sameCamp ? CHANGED_HANDS : holderBefore === holderAfter ? SAME : SAME_CAMP;
    return was === FOUGHT && sameCamp ? SETTLED : NEWLY_HELD;
  }
  if (is === FOUGHT) return was === FOUGHT ? SAME : NOW_FOUGHT;
  if (there && holderBefore === holderAfter && was !== UNSURE) return FELL_SILENT; // only the news has run out
  return was === HELD ? LOST : SAME;
}

/** How many places changed: those that the map outlines. */
const changesIn = (balance) => (balance ? balance.of.reduce((sum, count, change) => sum + (COUNTED[change] ? count : 0), 0) : 0);

class Comparison {
  constructor(data) {
    this.data = data;
    this.before = new ControlState(data);
    this.after = new ControlState(data);
    this.change = new Uint8Array(data.places);
  }

  /** Compare two days of control, in either order. */
  compute(one, other) {
    const [first, second] = one <= other ? [one, other] : [other, one];
    this.before.compute(first);
    this.after.compute(second);
    for (let p = 0; p < this.data.places; p++) this.change[p] = changeOf(this.before, this.after, p);
    return this;
  }

  /** Places gained and lost by each faction; places that only follow the place around them are not counted again. */
  balance() {
    const { before, after, change, data } = this, { holder } = data.spells, factions = data.header.factions.length;
    const gained = new Uint32Array(factions), lost = new Uint32Array(factions), of = new Uint32Array(8);
    for (let p = 0; p < data.places; p++) {
      if (change[p] === SAME || after.teller[p] >= 0) continue;
      of[change[p]]++;
      if (change[p] === CHANGED_HANDS || change[p] === NEWLY_HELD) gained[holder[after.behind(p)]]++;
      const had = before.spell[p] >= 0 && before.status[p] === HELD;
      if (had && (change[p] === CHANGED_HANDS || change[p] === LOST || change[p] === NOW_FOUGHT)) lost[holder[before.behind(p)]]++;
    }
    return { gained, lost, of };
  }
}
