// Keys, wherever the focus is inside the map: time goes left and right, the map itself moves with Alt and the arrows.

const WEEK = 7;

function listenToKeys(container, actions) {
  const typing = (target) => /^(SELECT|TEXTAREA)$/.test(target.tagName) || (target.tagName === "INPUT" && target.type !== "range");
  const moves = {
    ArrowLeft: (event) => (event.shiftKey ? actions.event(-1) : actions.step(-1)),
    ArrowRight: (event) => (event.shiftKey ? actions.event(1) : actions.step(1)),
    Home: () => actions.day(0),
    End: () => actions.day(Infinity),
    PageUp: () => actions.step(-WEEK),
    PageDown: () => actions.step(WEEK),
    "[": () => actions.change(-1),
    "]": () => actions.change(1),
    " ": () => actions.play(),
    Escape: () => actions.select(null),
  };
  const listen = (event) => {
    const { target, key } = event;
    if (!typing(target) && !target.closest("button, a, summary") && actions.choose(key)) return void event.preventDefault();
    if (event.ctrlKey || event.metaKey || event.altKey || typing(target) || !moves[key]) return;
    if (key === " " && target.closest("button, a, summary")) return; // there, space presses the button
    event.preventDefault();
    event.stopPropagation();
    moves[key](event);
  };
  container.addEventListener("keydown", listen, true); // before Leaflet, which would move the map
  return () => container.removeEventListener("keydown", listen, true);
}

const PAN_PX = 80;

/** Leaflet's own arrow keys are taken; with Alt they move the map. */
function panWithAlt(map) {
  const steps = { ArrowLeft: [-PAN_PX, 0], ArrowRight: [PAN_PX, 0], ArrowUp: [0, -PAN_PX], ArrowDown: [0, PAN_PX] };
  const listen = (event) => {
    if (!event.altKey || !steps[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    map.panBy(steps[event.key], { animate: false });
  };
  map.getContainer().addEventListener("keydown", listen, true);
  return () => map.getContainer().removeEventListener("keydown", listen, true);
}
