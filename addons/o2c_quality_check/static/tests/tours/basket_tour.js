/** @odoo-module **/

import { registry } from "@web/core/registry";

const search = ".o_o2c_basket input[type=search]";

/** An agent sells while talking: finds, adds by keys, applies a code, sends. */
registry.category("web_tour.tours").add("o2c_quality_basket", {
    steps: () => [
        { trigger: "[data-tab=basket].active" },
        { trigger: ".o_o2c_basket:contains('The basket is empty')" },
        { trigger: search, run: "edit 6 x arabica" },
        { trigger: ".o_o2c_found li.active:contains('Arabica beans')" },
        { trigger: search, run: "press Enter" },
        { trigger: ".o_o2c_basket_line input:value(6)" },
        { trigger: ".o_o2c_basket_total:contains('120.00')" },
        { trigger: search, run: "edit 4006381333931" },
        { trigger: ".o_o2c_found li.active:contains('Espresso cups')" },
        { trigger: search, run: "press Enter" },
        { trigger: ".o_o2c_basket_total:contains('125.00')" },
        { trigger: ".o_o2c_basket_line:contains('Espresso cups') input", run: "edit 4" },
        { trigger: search, run: "click" },
        { trigger: ".o_o2c_basket_total:contains('140.00')" },
        { trigger: ".o_o2c_basket_code", run: "edit SPRING" },
        { trigger: ".o_o2c_basket_code", run: "press Enter" },
        { trigger: ".o_o2c_basket_total:contains('126.00')" },
        { trigger: ".o_o2c_basket_note", run: "edit Ring twice" },
        { trigger: ".o_o2c_basket_send", run: "click" },
        { trigger: ".o_o2c_basket_send:contains('Send again')" },
        { trigger: ".o_o2c_basket .badge:contains('Quotation Sent')" },
    ],
});

/** A quantity is read and shown as the agent's language writes numbers. */
registry.category("web_tour.tours").add("o2c_quality_basket_comma", {
    steps: () => [
        { trigger: "[data-tab=basket].active" },
        { trigger: search, run: "edit arabica" },
        { trigger: ".o_o2c_found li.active:contains('Arabica beans')" },
        { trigger: search, run: "press Enter" },
        { trigger: ".o_o2c_basket_total:contains('20,00')" },
        { trigger: ".o_o2c_basket_line input", run: "edit 2,5" },
        { trigger: search, run: "click" },
        { trigger: ".o_o2c_basket_total:contains('50,00')" },
        { trigger: ".o_o2c_basket_line input:value('2,5')", run: "click" },
        { trigger: ".o_o2c_basket_line input", run: "press ArrowUp" },
        { trigger: ".o_o2c_basket_total:contains('70,00')" },
        { trigger: ".o_o2c_basket_line input:value('3,5')" },
    ],
});

/** Marketing makes a list of customers at risk and starts it. */
registry.category("web_tour.tours").add("o2c_quality_retention", {
    steps: () => [
        { trigger: ".o_data_row:contains('Bar 1'):contains('usually 30')" },
        { trigger: "thead .o_list_record_selector input", run: "click" },
        { trigger: "button[name=action_make_list]", run: "click" },
        { trigger: ".o_field_widget[name=survey_id] input", run: "edit Season offer" },
        { trigger: ".o-autocomplete--dropdown-item:contains('Season offer')", run: "click" },
        { trigger: "button[name=action_start]", run: "click" },
        { trigger: ".modal footer .btn-primary", run: "click" },
        { trigger: ".o_field_widget[name=rule_ids] .o_data_row:contains('retention list')" },
        { trigger: ".o_breadcrumb .o_back_button a, .breadcrumb .o_back_button a", run: "click" },
        { trigger: ".o_arrow_button_current:contains('Running')" },
        { trigger: ".o_o2c_retention_effect [data-arm=holdout]:contains('Left alone')" },
        { trigger: ".o_o2c_retention_effect [data-part=rate]:contains('Too few customers')" },
    ],
});
