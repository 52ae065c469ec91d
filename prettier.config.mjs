// XML and JavaScript of the add-ons. Whitespace inside XML is kept, because in QWeb
// and in translated view texts it is content.
export default {
    plugins: ["@prettier/plugin-xml"],
    tabWidth: 4,
    printWidth: 100,
    bracketSameLine: true,
    trailingComma: "es5",
    xmlWhitespaceSensitivity: "preserve",
    xmlSelfClosingSpace: true,
};
