/** @odoo-module **/

import { registry } from "@web/core/registry";

const open = (title) => `.o2c_try_script .o2c_open:contains('${title}')`;
const press = (trigger, key) => ({ trigger, run: `press ${key}` });
// where the focus is, so that a key lands where the leader's own would
const at = (title) => `${open(title)} .o2c_call_option:focus`;
const typing = `${open("Words")} textarea:focus`;

/** A leader plays both scripts of a campaign by the keys of the agent's screen. */
registry.category("web_tour.tours").add("o2c_quality_try_script", {
    steps: () => [
        { trigger: "button[name=action_try_script]", run: "click" },
        { trigger: ".modal-title:contains('Two scripts')" },
        press(at("Well?"), "2"),
        { trigger: `${open("Well?")} .o2c_call_option.btn-primary:contains('No')` },
        { trigger: ".o2c_try_effects:contains('No: sample order, sample customer')" },
        press(at("Well?"), "Enter"),
        press(at("Score"), "0"),
        { trigger: `${open("Score")} .o2c_call_option.btn-primary[data-value='0']` },
        press(at("Score"), "ArrowRight"),
        { trigger: `${open("Score")} .o2c_call_option[data-value='1']:focus` },
        press(at("Score"), "Delete"),
        { trigger: `${open("Score")}:not(:has(.btn-primary))` },
        press(at("Score"), "ArrowDown"),
        { trigger: typing },
        { trigger: ".o2c_try_script button[name=next]:disabled" },
        press(typing, "Escape"),
        press(".modal .o2c_try_script:focus", "ArrowUp"),
        press(at("Score"), "ArrowUp"),
        { trigger: `${open("Well?")} .o2c_call_option.btn-primary:contains('No')` },
        { trigger: ".o2c_try_script select[name=script]", run: "selectByLabel Script B" },
        { trigger: open("Only in B?") },
        { trigger: ".o2c_try_effects:contains('Nothing, after these answers')" },
        { trigger: ".modal header .btn-close", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        { trigger: ".o_arrow_button_current:contains('Draft')" },
    ],
});
