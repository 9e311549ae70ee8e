/**
 * The architecture, as rules. Dependencies point one way:
 *
 *   bin → http → turn → { question, retrieval, permission, answering } → { store, odoo, model }
 *   bin → indexing                                                     → { store, odoo, model }
 *   bin → reviews                                                      → { store }
 *
 * `text/`, `calibration/`, `trace/` and the files beside the folders (`contract.ts`, `errors.ts`, `config.ts`,
 * …) but `context.ts` are leaves that anyone may use. Both flows share `labels/`.
 */
const stages = ["question", "retrieval", "permission", "answering", "turn"];
const flows = `^sidecar/src/(${stages.join("|")}|indexing|reviews|labels)/`;
const forbid = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });

module.exports = {
  forbidden: [
    forbid("no-circular", "A cycle hides who depends on whom.", {}, { circular: true }),
    forbid(
      "questions-do-not-index",
      "A question and a change are two flows; what they share is in labels/, store/, odoo/ and text/.",
      { path: `^sidecar/src/(${stages.join("|")}|labels)/` },
      { path: "^sidecar/src/indexing/" },
    ),
    forbid(
      "indexing-does-not-ask",
      "The same, the other way round.",
      { path: "^sidecar/src/(indexing|labels)/" },
      { path: `^sidecar/src/(${stages.join("|")})/` },
    ),
    ...stages
      .slice(0, -1)
      .map((stage, at) =>
        forbid(
          `${stage}-knows-no-later-stage`,
          "A question goes one way.",
          { path: `^sidecar/src/${stage}/` },
          { path: `^sidecar/src/(${stages.slice(at + 1).join("|")})/` },
        ),
      ),
    forbid(
      "leaves-know-nobody",
      "store/, odoo/, model/, text/, calibration/ and trace/ serve the flows and never call back.",
      { path: "^sidecar/src/(store|odoo|model|text|calibration|trace)/" },
      { path: `^sidecar/src/(bin|http)/|${flows}` },
    ),
    forbid(
      "reviews-know-no-other-flow",
      "They are looked after whether or not anything is asked or indexed.",
      { path: "^sidecar/src/reviews/" },
      { path: `^sidecar/src/(${stages.join("|")}|indexing|labels)/` },
    ),
    forbid(
      "flows-do-not-know-http",
      "The flows can run without a server.",
      { path: flows },
      { path: "^sidecar/src/(bin|http)/" },
    ),
    forbid(
      "express-only-in-http",
      "One place speaks HTTP to browsers.",
      { path: "^sidecar/src/", pathNot: "^sidecar/src/http/" },
      { path: "node_modules/(express|helmet)/" },
    ),
    forbid(
      "odoo-only-in-odoo",
      "Every Odoo call, address and library stands in odoo/.",
      { path: "^sidecar/src/", pathNot: "^sidecar/src/odoo/" },
      { path: "node_modules/odoo-await/" },
    ),
    forbid(
      "sql-only-in-store",
      "SQL stands in store/; context.ts makes the pool, bin/ closes it.",
      { path: `${flows}|^sidecar/src/(http|odoo|model|text|calibration|trace)/` },
      { path: "node_modules/pg/", dependencyTypesNot: ["type-only"] },
    ),
    forbid(
      "addon-takes-types-only",
      "The panel is bundled by Odoo: nothing of the sidecar may run in it.",
      { path: "^addon/" },
      { path: "^(sidecar|e2e)/", dependencyTypesNot: ["type-only"] },
    ),
    forbid(
      "answer-knows-no-panel",
      "What shows an answer is shared by panel and review; neither needs the other.",
      { path: "^addon/candor/static/src/(answer|review)/" },
      { path: "^addon/candor/static/src/panel/", dependencyTypesNot: ["type-only"] },
    ),
    forbid(
      "panel-knows-no-review",
      "The review is a page of its own.",
      { path: "^addon/candor/static/src/(answer|panel)/" },
      { path: "^addon/candor/static/src/review/" },
    ),
    forbid(
      "e2e-is-outside",
      "End-to-end code uses Candor as a stranger does: over HTTP and the browser.",
      { path: "^e2e/" },
      { path: "^(sidecar|addon)/", pathNot: "^sidecar/src/contract\\.ts$" },
    ),
    forbid(
      "benches-measure-what-ships",
      "A bench runs the sidecar's own code, and Candor as a stranger does; no test's stand-ins.",
      { path: "^sidecar/bench/" },
      {
        path: "^(sidecar|addon|e2e)/",
        pathNot: "^(sidecar/(src|bench)|e2e/(stack|demo))/|^e2e/asker\\.ts$",
      },
    ),
    forbid(
      "nothing-needs-a-bench",
      "Benches, and the tests of how they count, can go without anything else changing.",
      { path: "^(sidecar/(src|test)|addon|e2e)/", pathNot: "^sidecar/test/bench/" },
      { path: "^sidecar/bench/" },
    ),
    forbid(
      "no-test-code-in-production",
      "What ships does not depend on tests.",
      { path: "^(sidecar/src|addon/candor/static/src)/" },
      { path: "(^|/)tests?/" },
    ),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    // What tsc makes of the panel.
    exclude: { path: "^addon/candor/static/.*\\.js$" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.base.json" },
    detectProcessBuiltinModuleCalls: true,
    enhancedResolveOptions: {
      extensions: [".ts", ".d.ts", ".js"],
      conditionNames: ["import", "types"],
    },
  },
};
