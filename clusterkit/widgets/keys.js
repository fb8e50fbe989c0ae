// JupyterLab takes arrow keys and letters for its own shortcuts, also inside a drop-down list.
// This attribute tells it that keys pressed within an explorer belong to the explorer.
function render({ el }) {
  const mark = () => {
    if (!el.isConnected) return requestAnimationFrame(mark);
    el.closest(".ck-explorer")?.setAttribute("data-lm-suppress-shortcuts", "true");
  };
  mark();
}

export default { render };
