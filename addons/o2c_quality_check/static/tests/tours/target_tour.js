/** @odoo-module **/

import { registry } from "@web/core/registry";

const FORM = ".modal .o_form_view";

/** Open a new condition of a kind. */
function condition(kind) {
    return [
        { trigger: ".o_field_widget[name=rule_ids] a:contains('Add a condition')", run: "click" },
        { trigger: `${FORM} div[name=kind] input`, run: "click" },
        { trigger: `.o_select_menu_item:contains('${kind}')`, run: "click" },
    ];
}

/** Keep it; the count follows. */
function keep(called) {
    return [
        { trigger: ".modal .o_form_button_save", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        {
            trigger: `.o_o2c_target_count:not(.opacity-50) .o_o2c_called:contains(/^${called}$/)`,
        },
    ];
}

/** A leader builds three conditions, turns one round, reads the sentence and the count. */
registry.category("web_tour.tours").add("o2c_target_rules", {
    steps: () => [
        { trigger: ".o_form_view a[role=tab]:contains('Who is called')", run: "click" },
        { trigger: ".o_o2c_target_count:not(.opacity-50) .o_o2c_called:contains(/^5$/)" },
        ...condition("Area"),
        { trigger: `${FORM} div[name=zip_prefixes] input`, run: "edit 9871" },
        ...keep(4),
        ...condition("Tags of the customer"),
        { trigger: `${FORM} div[name=tag_ids] input`, run: "edit Sleeps late" },
        { trigger: ".ui-menu-item a:contains('Sleeps late')", run: "click" },
        { trigger: `${FORM} div[name=tag_ids] .o_tag:contains('Sleeps late')` },
        ...keep(1),
        // turned round
        {
            trigger: ".o_field_widget[name=rule_ids] .o_data_cell:contains('Tagged Sleeps late')",
            run: "click",
        },
        { trigger: `${FORM} div[name=is_not] input`, run: "click" },
        { trigger: `${FORM} div[name=sentence]:contains('Not: Tagged Sleeps late')` },
        ...keep(3),
        ...condition("Last order of the customer"),
        { trigger: `${FORM} div[name=days_from] input`, run: "edit 20 && press Tab" },
        { trigger: `${FORM} div[name=sentence]:contains('at least 20 days ago')` },
        ...keep(2),
        {
            trigger: `.o_o2c_rule:contains('postcode 9871…'):contains('Not: Tagged Sleeps late')`,
        },
        { trigger: ".o_o2c_rule:contains('Last order at least 20 days ago')" },
        {
            trigger:
                ".o_o2c_target_count tr:contains('Does not meet: Area') td.text-end:contains(/^1$/)",
        },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_saved" },
    ],
});
