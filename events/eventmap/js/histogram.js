// Events a day, stacked by faction, behind the slider: drawn once strong and once pale, and put together as time moves.

const LEAST_LABEL_PX = 64;

class Histogram {
  constructor(canvas) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d");
    this.strong = document.createElement("canvas");
    this.pale = document.createElement("canvas");
  }

  get width() {
    return this.canvas.clientWidth;
  }

  /** Take new counts (days major, one column a colour) and draw both pictures. */
  set(stack, palette, calendar, ink) {
    Object.assign(this, { stack, palette, calendar, ink });
    this.rebuild();
  }

  rebuild() {
    const ratio = Math.min(window.devicePixelRatio || 1, 3), height = this.canvas.clientHeight;
    if (!this.stack || !this.width || !height) return;
    Object.assign(this, { ratio, axis: 15 * ratio });
    for (const canvas of [this.canvas, this.strong, this.pale]) {
      canvas.width = Math.round(this.width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    const bars = this.bars();
    this.drawBars(this.strong.getContext("2d"), bars, 1);
    this.drawBars(this.pale.getContext("2d"), bars, 0.32);
    this.drawAxis(this.strong.getContext("2d"));
    this.drawAxis(this.pale.getContext("2d"));
  }

  /** Sum days into bars of at least two device pixels. */
  bars() {
    const { days } = this.calendar, colours = this.palette.colours.length;
    const each = Math.max(1, Math.ceil((days * 2) / this.canvas.width));
    const count = Math.ceil(days / each), sums = new Uint32Array(count * colours);
    for (let day = 0; day < days; day++) {
      const bar = Math.floor(day / each) * colours, from = day * colours;
      for (let k = 0; k < colours; k++) sums[bar + k] += this.stack[from + k];
    }
    let most = 1;
    for (let bar = 0; bar < count; bar++) {
      let sum = 0;
      for (let k = 0; k < colours; k++) sum += sums[bar * colours + k];
      if (sum > most) most = sum;
    }
    this.most = most;
    return { each, count, sums, most, colours };
  }

  drawBars(context, { each, count, sums, most, colours }, alpha) {
    const perDay = this.canvas.width / this.calendar.days, room = this.canvas.height - this.axis - 2 * this.ratio;
    const gap = perDay * each >= 5 * this.ratio ? this.ratio : 0;
    context.globalAlpha = alpha;
    for (let bar = 0; bar < count; bar++) {
      const left = Math.round(bar * each * perDay), right = Math.round(Math.min((bar + 1) * each, this.calendar.days) * perDay);
      let sum = 0, bottom = this.canvas.height - this.axis;
      for (let k = 0; k < colours; k++) {
        const value = sums[bar * colours + k];
        if (!value) continue;
        sum += value;
        const top = this.canvas.height - this.axis - Math.max(1, Math.round((room * sum) / most));
        context.fillStyle = this.palette.colours[k];
        context.fillRect(left, top, Math.max(1, right - left - gap), bottom - top);
        bottom = top;
      }
    }
    context.globalAlpha = 1;
  }

  drawAxis(context) {
    const { ratio, calendar, canvas } = this, base = canvas.height - this.axis;
    context.fillStyle = this.ink.line;
    context.fillRect(0, base, canvas.width, Math.max(1, Math.round(ratio)));
    context.font = `${10.5 * ratio}px system-ui, sans-serif`;
    context.textBaseline = "bottom";
    context.textAlign = "left";
    let free = -Infinity;
    for (const { day, text } of ticks(calendar, (LEAST_LABEL_PX * ratio * calendar.days) / canvas.width)) {
      const x = Math.round((day * canvas.width) / calendar.days), width = context.measureText(text).width;
      context.fillStyle = this.ink.line;
      context.fillRect(x, base, Math.max(1, Math.round(ratio)), 4 * ratio);
      if (x < free || x + width + 4 * ratio > canvas.width) continue;
      context.fillStyle = this.ink.muted;
      context.fillText(text, x + 3 * ratio, canvas.height);
      free = x + width + 12 * ratio;
    }
  }

  /** Strong within the window, pale outside; days left out by the date range are greyed. */
  draw({ fromDay, toDay, firstDay, lastDay }) {
    if (!this.stack || !this.canvas.width || !this.ratio) return;
    const { context, canvas } = this, perDay = canvas.width / this.calendar.days;
    const left = Math.round(Math.max(fromDay, 0) * perDay), right = Math.max(left + 1, Math.round((toDay + 1) * perDay));
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.drawImage(this.pale, 0, 0);
    context.clearRect(left, 0, right - left, canvas.height);
    context.fillStyle = this.ink.band;
    context.fillRect(left, 0, right - left, canvas.height - this.axis);
    context.drawImage(this.strong, left, 0, right - left, canvas.height, left, 0, right - left, canvas.height);
    context.fillStyle = this.ink.out;
    if (firstDay > 0) context.fillRect(0, 0, firstDay * perDay, canvas.height - this.axis);
    if (lastDay < this.calendar.days - 1) context.fillRect((lastDay + 1) * perDay, 0, canvas.width, canvas.height - this.axis);
  }
}

/** Where to label the axis: years, months or days, whichever leaves `room` days for a label. */
function ticks(calendar, room) {
  const found = [], first = calendar.date(0), year = first.getUTCFullYear();
  const dayOf = (y, m, d) => Math.round((Date.UTC(y, m, d) - calendar.first) / DAY_MS);
  const add = (day, text) => day >= 0 && day < calendar.days && found.push({ day, text });
  if (room > 200) {
    const step = [1, 2, 5, 10, 20, 50].find((s) => s * 365 >= room) || 50;
    for (let y = Math.ceil(year / step) * step; dayOf(y, 0, 1) < calendar.days; y += step) add(dayOf(y, 0, 1), String(y));
  } else if (room > 12) {
    const step = [1, 2, 3, 6].find((s) => s * 30.4 >= room) || 6;
    for (let m = 0; dayOf(year, m, 1) < calendar.days; m += step) {
      const date = calendar.date(dayOf(year, m, 1)), name = MONTHS[date.getUTCMonth()].slice(0, 3);
      add(dayOf(year, m, 1), date.getUTCMonth() === 0 || found.length === 0 ? `${name} ${date.getUTCFullYear()}` : name);
    }
  } else {
    const step = [1, 2, 7, 14].find((s) => s >= room) || 14;
    for (let day = 0; day < calendar.days; day += step) add(day, `${calendar.date(day).getUTCDate()} ${MONTHS[calendar.date(day).getUTCMonth()].slice(0, 3)}`);
  }
  if (!found.length || (found[0].day > room && room > 12)) found.unshift({ day: 0, text: `${first.getUTCDate()} ${MONTHS[first.getUTCMonth()].slice(0, 3)} ${year}` });
  return found;
}
