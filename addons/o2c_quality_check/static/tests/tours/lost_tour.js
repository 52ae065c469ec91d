/** @odoo-module **/

import { registry } from "@web/core/registry";

const lost = ".o2c_call_lost";

/** The call is taken away while the agent types: what was typed stays to be copied. */
registry.category("web_tour.tours").add("o2c_quality_lost_call", {
    steps: () => [
        { trigger: ".o_control_panel button[name=action_next_call]", run: "click" },
        { trigger: ".o2c_call_open:contains('Did you receive')" },
        { trigger: ".o2c_call_open .o2c_call_option:contains('Yes')", run: "click" },
        { trigger: ".o2c_call_screen[data-unsent='0'] .o2c_call_option.btn-primary" },
        { trigger: ".o2c_call_note", run: "edit She waited two weeks" },
        { trigger: `${lost}:contains('has this call now')` },
        // the focus is not on the button: a blank still being typed would press it
        {
            trigger: `${lost} textarea:focus`,
            run({ anchor }) {
                for (const said of ["Did you receive the delivery? Yes", "She waited two weeks"]) {
                    if (!anchor.value.includes(said)) {
                        throw new Error(`“${said}” is not there: ${anchor.value}`);
                    }
                }
                if (anchor.selectionEnd - anchor.selectionStart !== anchor.value.length) {
                    throw new Error("The text is not ready to be copied");
                }
            },
        },
        { trigger: `${lost} button:contains('Go on')`, run: "click" },
        { trigger: ".o2c_call_idle:contains('Nobody is left to call.')" },
    ],
});
