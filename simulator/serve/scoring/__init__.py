"""One process that recognises, compares and weighs for all tabs, so that a tab loads no model.

```
tab ──┐  frames over a unix socket                       ┌ coder   (turns of several tabs in one pass)
tab ──┼─────────────► server ──► queue ──► one thread ───┼ encoder (shelves of vectors, kept for all)
tab ──┘               (asyncio)  (fair by time)          └ voice   (weighs lines; what a tab said is kept for it)
```

Start it with `python -m simulator.serve.scoring --socket PATH` and name it to a tab with `TOASK_SCORING=PATH`:
`simulator.practice.build.Workshop` then takes its coder, its encoder and the shipped voice from `remote`, and neither
torch nor transformers is imported there. Nothing that is asked changes anything here, so whatever failed may be asked
again; a client that goes away costs nothing. `docs/serving.md` has the sizes and figures.
"""
