import js from "@eslint/js";
import { globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

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
