import js from "@eslint/js";
import globals from "globals";

export default [
    { ignores: ["node_modules/", ".odoo/", "addons/*/static/lib/"] },
    js.configs.recommended,
    {
        files: ["**/*.js"],
        languageOptions: {
            ecmaVersion: 2024,
            sourceType: "module",
            globals: { ...globals.browser, odoo: "readonly", luxon: "readonly" },
        },
        linterOptions: { reportUnusedDisableDirectives: "error" },
        rules: {
            complexity: ["error", 10],
            curly: ["error", "all"],
            "default-case-last": "error",
            eqeqeq: "error",
            "max-lines": ["error", 400],
            "max-lines-per-function": ["error", { max: 50, skipComments: true }],
            "no-console": "error",
            "no-param-reassign": "error",
            "no-shadow": "error",
            "no-unused-vars": ["error", { args: "after-used", argsIgnorePattern: "^_" }],
            "no-var": "error",
            "object-shorthand": "error",
            "prefer-const": "error",
            "prefer-template": "error",
        },
    },
    {
        // a tour or a test suite is one long list of steps
        files: ["**/static/tests/**/*.js"],
        rules: { "max-lines-per-function": "off" },
    },
];
