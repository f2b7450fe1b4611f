// What the bar gains where there is control: the switch between the modes, the jumps from change to change, and the second date.

const SCOPES = [["all", "Any place"], ["factions", "Shown factions"], ["place", "Selected place"]];

class ControlBar {
  constructor(bar, actions, number) {
    Object.assign(this, { bar, actions });
    this.modes(number);
    this.tools();
    bar.window.box.classList.add("te-window");
    this.setAvailable(false);
  }

  modes(number) {
    this.switch = element("div", "te-modes");
    this.switch.setAttribute("role", "radiogroup");
    this.switch.setAttribute("aria-label", "What the map shows");
    this.inputs = [["", "Events"], ["control", "Control"]].map(([value, words]) => {
      const label = element("label"), input = element("input");
      Object.assign(input, { type: "radio", name: `te-mode-${number}`, value });
      input.addEventListener("change", () => input.checked && this.actions.mode(value));
      label.append(input, element("span", "", words));
      this.switch.append(label);
      return input;
    });
    this.bar.head.prepend(this.switch);
  }

  tools() {
    this.row = element("div", "te-tools");
    const jumps = element("div", "te-jumps");
    jumps.append(
      iconButton("back", "Change before ( [ )", () => this.actions.change(-1)),
      element("span", "te-jumps-label", "Change"),
      iconButton("forward", "Next change ( ] )", () => this.actions.change(1)),
    );
    this.scope = choice("of", SCOPES, "all", (value) => this.actions.scope(value));
    this.scope.select.setAttribute("aria-label", "Changes of");
    this.compare = this.date("Compare with", "Second date: shows what changed hands in between", (iso) => this.actions.compare(iso));
    this.row.append(jumps, this.scope.box, this.compare.box);
    this.known = element("div", "te-known");
    this.row.append(this.known);
    this.bar.head.after(this.row);
  }

  /** A labelled date field with a button that empties it. */
  date(words, title, onChange) {
    const box = element("label", "te-choice te-date-choice"), input = element("input");
    input.type = "date";
    input.title = title;
    input.setAttribute("aria-label", words);
    input.addEventListener("change", () => onChange(input.value));
    const clear = iconButton("close", `${words}: none`, (event) => {
      event.preventDefault();
      onChange("");
    });
    box.append(element("span", "te-choice-label", words), input, clear);
    return { box, input, clear };
  }

  load(calendar) {
    Object.assign(this.compare.input, { min: calendar.iso(0), max: calendar.iso(calendar.days - 1) });
  }

  setAvailable(available) {
    this.switch.hidden = !available;
    if (!available) this.row.hidden = true;
  }

  /** Bring all fields to the state; the same state writes nothing. */
  update({ mode, inControl, compare, known, scope, place, filtered, words }) {
    for (const input of this.inputs) if (input.checked !== (input.value === mode)) input.checked = input.value === mode;
    this.row.hidden = !inControl;
    if (this.compare.input.value !== compare) this.compare.input.value = compare;
    this.compare.clear.hidden = !compare;
    const [, ofFactions, ofPlace] = this.scope.select.options;
    ofFactions.disabled = !filtered;
    ofPlace.disabled = !place;
    if (this.scope.select.value !== scope) this.scope.select.value = scope;
    const text = known ? `As known on ${words(known)}` : "";
    if (this.known.textContent !== text) this.known.textContent = text;
    this.known.hidden = !known;
  }
}
