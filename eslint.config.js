import js from "@eslint/js";
import regexp from "eslint-plugin-regexp";
import { globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

import { noOdooNames } from "./sidecar/lint/odoo-names.ts";
import { noWordLists } from "./sidecar/lint/word-lists.ts";

export default tseslint.config(
  globalIgnores([
    "**/node_modules",
    ".candor",
    "**/dist",
    "addon/candor/static/**/*.js",
    "**/test-results",
    "**/playwright-report",
  ]),
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      // Figures and ids in messages are meant.
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      // `() => void work()` reads better than a block around it.
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      eqeqeq: "error",
    },
  },
  {
    // Patterns meet what users write: none may take more than a time that follows the length.
    files: ["sidecar/src/**/*.ts", "addon/candor/static/src/**/*.ts"],
    plugins: { regexp },
    rules: {
      "regexp/no-super-linear-backtracking": ["error", { report: "potential" }],
      "regexp/no-super-linear-move": ["error", { report: "potential" }],
    },
  },
  {
    files: ["sidecar/src/**/*.ts"],
    plugins: { candor: { rules: { "no-odoo-names": noOdooNames, "no-word-lists": noWordLists } } },
    rules: { "candor/no-odoo-names": "error", "candor/no-word-lists": "error" },
  },
  {
    // What Odoo calls its own is spoken on the wire.
    files: ["sidecar/src/contract.ts", "sidecar/src/odoo/**/*.ts"],
    rules: { "candor/no-odoo-names": "off" },
  },
  {
    // Words that mean nothing by themselves, by language.
    files: [
      "sidecar/src/question/closed-class/??.ts",
      "sidecar/src/text/{abbreviations,stem,stopwords}.ts",
    ],
    rules: { "candor/no-word-lists": "off" },
  },
  {
    // Only bin/ reads the environment: everything else gets the typed config.
    files: ["sidecar/src/**/*.ts"],
    ignores: ["sidecar/src/bin/**"],
    rules: {
      "no-restricted-properties": ["error", { object: "process", property: "env" }],
      "no-console": "error",
    },
  },
  {
    files: ["**/*.js", "**/*.mjs"],
    languageOptions: { globals: { process: "readonly", console: "readonly", URL: "readonly" } },
  },
);
