/** @odoo-module **/

import { registry } from "@web/core/registry";

/** The order desk confirms a service, makes its contract ready and does a task. */
registry.category("web_tour.tours").add("o2c_orders_service_order", {
    steps: () => [
        { trigger: "button[name=action_confirm]", run: "click" },
        {
            trigger: "button[name=action_o2c_tasks] .o_stat_value:contains('2')",
        },
        { trigger: "a[name=o2c_services]", run: "click" },
        {
            trigger:
                ".o_field_widget[name=o2c_task_ids] .o_data_row:contains('Tour: activate'):contains('Tour: survey')",
        },
        {
            trigger:
                ".o_field_widget[name=o2c_task_ids] .o_data_row:contains('Tour: survey'):not(:contains('Tour: activate')) button[name=action_done]",
            run: "click",
        },
        {
            trigger:
                ".o_field_widget[name=o2c_task_ids] .o_data_row:contains('Tour: activate'):contains('Ready') button[name=action_done]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=external_ref] input",
            run: "edit LINE-7",
        },
        { trigger: ".modal button[name=action_apply]:visible", run: "click" },
        {
            trigger:
                ".o_field_widget[name=o2c_task_ids] .o_data_row:contains('LINE-7'):contains('Done')",
        },
        {
            trigger: ".o_field_widget[name=o2c_recurring_ids] .o_data_row:contains('Active')",
        },
        {
            trigger:
                ".o_field_widget[name=o2c_contract_ids] .o_data_row:contains('Draft') .o_data_cell[name=name]",
            run: "click",
        },
        { trigger: ".o_form_view button[name=action_offer]:visible", run: "click" },
        {
            trigger: ".o_statusbar_status .o_arrow_button_current:contains('To sign')",
        },
    ],
});

/** The order desk ends a service: what is given back is said before it is done. */
registry.category("web_tour.tours").add("o2c_orders_service_end", {
    steps: () => [
        { trigger: "button[name=action_stop]", run: "click" },
        { trigger: ".modal .o_field_widget[name=settlement]:contains('Ends before')" },
        { trigger: ".modal button[name=action_stop]", run: "click" },
        {
            trigger: ".o_statusbar_status .o_arrow_button_current:contains('Ended')",
        },
        { trigger: ".o_field_widget[name=stop_note]:contains('Ends before')" },
    ],
});

/** The customer reads his contract in the portal and signs it. */
registry.category("web_tour.tours").add("o2c_orders_contract_sign", {
    steps: () => [
        { trigger: "#o2c_sign .o_web_sign_name_and_signature" },
        {
            trigger: "#o2c_sign input[name=signer], #o2c_sign .o_web_sign_name_input",
            run: "edit Freya Tour",
        },
        {
            trigger: "#o2c_sign .o_portal_sign_submit:enabled",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".alert-success:contains('signed')" },
        { trigger: ".o2c_contract:contains('Signed by')" },
    ],
});
