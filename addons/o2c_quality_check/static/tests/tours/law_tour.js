/** @odoo-module **/

import { registry } from "@web/core/registry";

/** A leader asks whether a customer may be called, enters a consent, and asks again. */
registry.category("web_tour.tours").add("o2c_may_i_call", {
    steps: () => [
        { trigger: "div[name=phone] input", run: "edit +39 333 123 4567 && press Tab" },
        { trigger: ".alert-danger:contains('No. Do not call.')" },
        { trigger: ".alert-danger:contains('He did not agree to be called.')" },
        { trigger: "div[name=rule_id]:contains('Italy: consent to calls that sell')" },
        { trigger: "div[name=partner_id] input:value('Tullio Tester')" },
        {
            trigger: `.o_radio_input[data-value='service']`,
            run: "click",
        },
        { trigger: "body:not(:has(.alert-danger:contains('Do not call')))" },
        // nothing is kept of a question; where discarding leads depends on what came before
        { trigger: ".o_form_button_cancel", run: "click" },
        { trigger: "body:not(:has(div[name=phone] input:value('333')))" },
    ],
});

/** A leader enters a consent from the list; it stands there with its proof. */
registry.category("web_tour.tours").add("o2c_enter_consent", {
    steps: () => [
        { trigger: "button:contains('Enter Consent')", run: "click" },
        { trigger: ".modal div[name=partner_id] input", run: "edit Tullio Tester" },
        { trigger: ".ui-menu-item a:contains('Tullio Tester')", run: "click" },
        { trigger: ".modal .o_radio_input[data-value='given']", run: "click" },
        { trigger: ".modal div[name=proof] textarea", run: "edit Said so on the phone" },
        { trigger: ".modal button[name=action_enter]", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        { trigger: ".o_data_row:contains('Tullio Tester'):contains('Given')" },
    ],
});
