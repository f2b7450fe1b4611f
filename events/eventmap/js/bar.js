// The bar inside the map: date, buttons, window, speed, and the histogram that is the slider.

const WINDOWS = [[0, "Everything so far"], [1, "This day"], [3, "Last 3 days"], [7, "Last 7 days"], [14, "Last 14 days"], [30, "Last 30 days"], [90, "Last 90 days"], [365, "Last 365 days"]];
const SPEEDS = [[0.5, "½ day a second"], [1, "1 day a second"], [2, "2 days a second"], [5, "5 days a second"], [10, "10 days a second"], [30, "30 days a second"]];
const DEFAULT_SPEED = 2;

class Bar {
  constructor(container, actions) {
    this.actions = actions;
    this.root = element("div", "te-bar te-panel");
    this.root.setAttribute("role", "group");
    this.root.setAttribute("aria-label", "Timeline");
    this.buttons();
    this.slider();
    this.root.append(this.head, this.track);
    container.append(this.root);
    shield(this.root);
    this.histogram = new Histogram(this.canvas);
  }

  buttons() {
    const { actions } = this;
    this.head = element("div", "te-head");
    const keys = element("div", "te-keys");
    this.back = iconButton("back", "Day back (left arrow; with Shift the event before)", () => actions.step(-1));
    this.play = iconButton("play", "Play (space)", () => actions.play(), "te-play");
    this.forward = iconButton("forward", "Day forward (right arrow; with Shift the next event)", () => actions.step(1));
    keys.append(this.back, this.play, this.forward);
    this.date = element("div", "te-date", "\u2009");
    this.note = element("div", "te-note", "Loading the events…");
    this.note.setAttribute("role", "status");
    this.note.setAttribute("aria-live", "off");
    const when = element("div", "te-when");
    when.append(this.date, this.note);
    this.window = choice("Show", WINDOWS, 0, (value) => actions.window(Number(value)));
    this.speed = choice("Speed", SPEEDS, DEFAULT_SPEED, (value) => actions.speed(Number(value)));
    const choices = element("div", "te-choices");
    choices.append(this.window.box, this.speed.box);
    this.head.append(keys, when, choices);
  }

  /** The range input carries keyboard and screen readers; the pointer may press anywhere on the histogram. */
  slider() {
    this.track = element("div", "te-track");
    this.canvas = element("canvas", "te-histogram");
    this.cursor = element("div", "te-cursor");
    this.input = element("input", "te-range");
    Object.assign(this.input, { type: "range", min: "0", max: "0", step: "1", value: "0" });
    this.input.setAttribute("aria-label", "Date");
    this.input.addEventListener("input", () => this.actions.day(Number(this.input.value)));
    this.track.append(this.canvas, this.cursor, this.input);
    const toDay = (event) => {
      const box = this.track.getBoundingClientRect();
      this.actions.day(Math.floor(((event.clientX - box.left) / box.width) * this.days));
    };
    this.track.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || !this.days) return;
      event.preventDefault();
      this.track.setPointerCapture(event.pointerId);
      this.held = true;
      this.input.focus({ preventScroll: true });
      toDay(event);
    });
    this.track.addEventListener("lostpointercapture", () => (this.held = false));
    this.track.addEventListener("pointermove", (event) => {
      if (this.track.hasPointerCapture(event.pointerId)) toDay(event);
    });
  }

  load(calendar) {
    this.days = calendar.days;
    this.calendar = calendar;
    this.input.max = String(calendar.days - 1);
  }

  setPlaying(playing) {
    this.play.replaceChildren(icon(playing ? "pause" : "play"));
    const label = playing ? "Pause (space)" : "Play (space)";
    this.play.setAttribute("aria-label", label);
    this.play.title = label;
  }

  /** Windows that a link names but the list does not are added to it. */
  setWindow(days) {
    const { select } = this.window;
    if (![...select.options].some((option) => Number(option.value) === days)) {
      const option = element("option", "", `Last ${days} days`);
      option.value = String(days);
      select.append(option);
    }
    select.value = String(days);
  }

  update({ day, window, shown, total, range, note: given }) {
    const words = this.calendar.words(day);
    const note = given ? given : total ? `${number(shown)} of ${plural(total, "event", "events")}` : "No events";
    if (this.date.textContent !== words) this.date.textContent = words;
    if (this.note.textContent !== note) this.note.textContent = note;
    this.input.value = String(day);
    this.input.setAttribute("aria-valuetext", `${words}, ${note} shown`);
    this.cursor.style.left = `${((day + 0.5) / this.days) * 100}%`;
    this.histogram.draw({ fromDay: window > 0 ? day + 1 - window : 0, toDay: day, ...range });
  }

  say(message) {
    this.date.textContent = "";
    this.note.textContent = message;
  }
}
