/** @odoo-module **/

import { registry } from "@web/core/registry";

/* The whole story in the web client, one tour for each person's part of it.
   Between them the test goes on as the next person. */

const tour = (name, ...steps) =>
    registry.category("web_tour.tours").add(`o2c_story_${name}`, { steps: () => steps });
const click = (trigger) => ({ trigger, run: "click" });
const at = (state) => ({ trigger: `.o_arrow_button_current:contains('${state}')` });

const seen = (element) => element.offsetParent !== null;
const named = (selector, name) =>
    [...document.querySelectorAll(selector)].find(
        (element) => seen(element) && element.textContent.trim() === name
    );
/* On a narrow screen the stages that find no room wait in a menu of the status bar. */
const move = (state) => [
    {
        trigger: ".o_statusbar_status",
        run() {
            const bar = ".o_statusbar_status";
            const folded = [...document.querySelectorAll(`${bar} .dropdown-toggle`)];
            (named(`${bar} [role=radio]`, state) || folded.find(seen)).click();
        },
    },
    {
        // the stage itself cannot be pressed once it is the current one
        trigger: `.o_statusbar_status:has(.o_arrow_button_current:contains('${state}')), .o-dropdown-item:contains('${state}')`,
        run: () => named(".o-dropdown-item", state)?.click(),
    },
    at(state),
];

tour(
    "confirm_over_the_limit",
    click("button[name=action_confirm]"),
    { trigger: ".o_notification:contains('Credit check not passed')" },
    { trigger: ".alert-warning:contains('Confirmation was asked for')" },
    at("Quotation")
);

tour(
    "let_pass",
    click(".o_data_row:contains('Nordlicht'):contains('200.00') button[name=action_release]"),
    {
        trigger: ".modal .o_field_widget[name=reason_id] input",
        run: "edit Payment announced",
    },
    click(".ui-autocomplete .ui-menu-item:contains('Payment announced')"),
    { trigger: ".modal .o_field_widget[name=note] textarea", run: "edit Pays tomorrow" },
    click(".modal button[name=action_apply]"),
    { trigger: "body:not(:has(.modal)):not(:has(.o_data_row:contains('200.00')))" }
);

tour("ship", at("Ready"), click("button[name=button_validate]:enabled"), at("Done"));

tour(
    "invoice",
    { trigger: ".o_o2c_timeline[data-stage='delivery']" },
    click("button:contains('Create Invoice'):enabled"),
    click(".modal button:contains('Create Draft')"),
    at("Draft"),
    { trigger: ".o_field_widget[name=tax_totals]:contains('1,200.00')" }
);

tour("post", at("Draft"), click("button[name=action_post]:enabled"), at("Posted"));

tour(
    "contest",
    click("button[name=action_dispute]:enabled"),
    click(".modal .o_field_widget[name=invoice_id] input"),
    click(".ui-autocomplete a:contains('INV')"),
    { trigger: ".modal .o_field_widget[name=contestable]:contains('1,200.00')" },
    { trigger: ".modal .o_field_widget[name=amount] input", run: "edit 240" },
    click(".modal button[name=action_open]"),
    at("To decide"),
    click("button[name=action_open_invoice]"),
    { trigger: ".alert-warning:contains('240.00'):contains('Disputed amount')" }
);

tour(
    "grant",
    click("button[name=action_decide]:contains('Decide')"),
    {
        trigger: ".modal .o_field_widget[name=note] textarea",
        run: "edit The photos show it",
    },
    click(".modal button[name=action_decide]"),
    at("Accepted"),
    { trigger: "button[name=action_open_credit_note]:contains('Draft')" }
);

tour(
    "pay_the_rest",
    { trigger: ".o_field_widget[name=amount_residual]:contains('960.00')" },
    click("button[name=action_register_payment]:enabled"),
    { trigger: ".modal .o_field_widget[name=amount] input:value('960.00')" },
    click(".modal button[name=action_create_payments]"),
    { trigger: ".ribbon:contains('Paid'), .ribbon:contains('In Payment')" }
);

tour(
    "answer_and_close",
    ...move("Answered"),
    click("button[name=action_close]:enabled"),
    at("Closed")
);

tour(
    "all_is_done",
    { trigger: ".o_o2c_timeline[data-stage='closed']" },
    { trigger: ".o_field_widget[name=o2c_customer_verdict]:contains('Not accepted')" },
    { trigger: ".o-form-buttonbox .o_button_more", run: "click" },
    { trigger: "button[name=action_o2c_calls] .o_stat_value:contains('1')" }
);
