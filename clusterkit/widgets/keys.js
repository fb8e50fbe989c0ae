// JupyterLab takes arrow keys and letters for its own shortcuts, also inside a drop-down list.
// It leaves alone what carries this attribute, and looks at the focused element first.
const OWN_KEYS = "data-lm-suppress-shortcuts";

function render({ el }) {
  const listen = () => {
    if (!el.isConnected) return requestAnimationFrame(listen);
    const explorer = el.closest(".ck-explorer");
    explorer?.addEventListener("focusin", (event) => event.target.setAttribute(OWN_KEYS, "true"));
  };
  listen();
}

export default { render };
