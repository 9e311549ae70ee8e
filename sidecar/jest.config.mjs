export default {
  testEnvironment: "node",
  // Databases are made and processes started while others keep the machine busy.
  testTimeout: 20_000,
  testMatch: ["<rootDir>/test/**/*.test.ts"],
  extensionsToTreatAsEsm: [".ts"],
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      {
        jsc: {
          parser: { syntax: "typescript" },
          target: "es2022",
          experimental: { keepImportAttributes: true },
        },
      },
    ],
  },
};
