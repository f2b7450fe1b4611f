// The look of the offline base map: colours of the two themes, and how widths and strengths follow the zoom.
// Everything is muted on purpose: the events drawn above have to be the only strong colours on the screen.
(function () {
  "use strict";

  const base = (L.OfflineBasemap = L.OfflineBasemap || {});

  base.THEMES = {
    light: {
      water: "#d3dee6", land: "#f5f4f0", coast: "#aebfcb", river: "#bccdd9", lake: "#cbd8e1",
      region: "#d6d2c9", country: "#a49d94", grid: "#e6e4de", urban: "#ebe7df",
      countryText: "#6d675f", regionText: "#a29b91", lakeText: "#7d98aa", placeText: "#4d4a45", capitalText: "#3b3834",
      halo: "rgba(245,244,240,0.88)", dot: "#7a756d", dotEdge: "#f5f4f0", scaleText: "#57534d", scaleBack: "rgba(245,244,240,0.78)",
    },
    dark: {
      water: "#14181d", land: "#23272c", coast: "#3b444d", river: "#33475a", lake: "#171d23",
      region: "#3b4249", country: "#5d656e", grid: "#2a2f35", urban: "#2d3238",
      countryText: "#8d959e", regionText: "#737b85", lakeText: "#5b7486", placeText: "#b4bac1", capitalText: "#cdd2d8",
      halo: "rgba(35,39,44,0.88)", dot: "#8a929b", dotEdge: "#23272c", scaleText: "#a9b0b8", scaleBack: "rgba(35,39,44,0.78)",
    },
  };

  base.FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif';

  // A value that changes in straight lines between stops [[zoom, value], …].
  base.ramp = function (zoom, stops) {
    if (zoom <= stops[0][0]) return stops[0][1];
    for (let i = 1; i < stops.length; i++) {
      if (zoom <= stops[i][0]) {
        const [z0, v0] = stops[i - 1];
        const [z1, v1] = stops[i];
        return v0 + ((v1 - v0) * (zoom - z0)) / (z1 - z0);
      }
    }
    return stops[stops.length - 1][1];
  };

  // Widths in CSS pixels and opacities by zoom. The source is drawn for 1:10,000,000: from zoom 10 on, its lines are only near the
  // truth, so they grow broad and faint there instead of pretending to be exact.
  base.STYLE = {
    coastWidth: [[2, 0.6], [6, 0.9], [10, 1.2], [14, 2.5]],
    countryWidth: [[2, 0.6], [4, 0.9], [7, 1.4], [10, 1.8], [13, 4], [18, 8]],
    countryStrength: [[10, 1], [13, 0.6]],
    regionWidth: [[4, 0.5], [7, 0.9], [10, 1.3], [13, 3], [18, 6]],
    regionStrength: [[3.9, 0], [5.2, 0.7], [6.5, 1], [10, 1], [13, 0.6]],
    riverWidth: [[2, 0.55], [5, 0.9], [8, 1.5], [10, 2.6], [13, 9], [18, 20]],
    riverStrength: [[2, 0.55], [5, 0.9], [10, 1], [13, 0.75], [18, 0.5]],
    riverRank: [[2, 1], [3, 2], [4, 4], [5, 6], [6, 7], [7, 8], [8, 10]],
    urbanStrength: [[4.5, 0], [6, 0.8], [8, 1], [11, 1], [14, 0.6]],
    gridStrength: [[8.5, 0], [9.5, 1]],
  };
})();
