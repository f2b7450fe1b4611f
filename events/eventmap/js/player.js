// Playing: so many days a second, whatever the frame rate; it stops at the end and never runs in the background.

class Player {
  constructor(advance, onChange) {
    this.advance = advance; // (days) => false at the end
    this.onChange = onChange;
    this.speed = DEFAULT_SPEED;
    this.frame = 0;
  }

  get playing() {
    return this.frame !== 0;
  }

  toggle(atEnd, restart) {
    if (this.playing) return this.stop();
    if (atEnd) restart();
    let last = performance.now(), owed = 0;
    const tick = (now) => {
      owed += (Math.min(now - last, 250) / 1000) * this.speed;
      last = now;
      const days = Math.floor(owed);
      owed -= days;
      this.frame = requestAnimationFrame(tick);
      if (days > 0 && !this.advance(days)) this.stop();
    };
    this.frame = requestAnimationFrame(tick);
    return this.onChange(true);
  }

  stop() {
    if (!this.playing) return;
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.onChange(false);
  }
}
