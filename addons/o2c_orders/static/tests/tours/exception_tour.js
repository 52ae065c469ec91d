/** @odoo-module **/

import { registry } from "@web/core/registry";

/** The order desk takes an exception, says what to do, and puts another one aside. */
registry.category("web_tour.tours").add("o2c_orders_exceptions", {
    steps: () => [
        { trigger: ".o_searchview_input", run: "edit Café Queue" },
        { trigger: ".o_searchview_autocomplete a:contains('Customer')", run: "click" },
        {
            trigger: ".o_data_row:contains('Tour stuck'):contains('Café Queue') td[name=text]",
            run: "click",
        },
        { trigger: ".o_form_view .o_field_widget[name=partner_id]:contains('Café Queue')" },
        { trigger: ".o_form_view .o_field_widget[name=text]:contains('In stage')" },
        { trigger: "button[name=action_take]", run: "click" },
        { trigger: ".o_form_view:not(:has(button[name=action_take]))" },
        { trigger: ".o_field_widget[name=next_action] input", run: "edit Ask the warehouse" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_saved, .o_form_status_indicator_buttons.invisible" },
        { trigger: "button[name=action_put_aside]", run: "click" },
        { trigger: ".modal .o_field_widget[name=reason] input", run: "edit Agreed by phone" },
        { trigger: ".modal button[name=action_put_aside]", run: "click" },
        { trigger: ".o_field_widget[name=aside_reason]:contains('Agreed by phone')" },
    ],
});

/** The manager looks at a notice before he switches its rule on. */
registry.category("web_tour.tours").add("o2c_orders_notification_rule", {
    steps: () => [
        { trigger: ".o_field_widget[name=name] input" },
        { trigger: "button[name=action_preview]", run: "click" },
        { trigger: ".modal .o_field_widget[name=subject]:contains('was delivered')" },
        { trigger: ".modal .o_field_widget[name=body]:contains('Dear')" },
        { trigger: ".modal button.btn-primary:contains('Close')", run: "click" },
        // the switch saves by itself
        { trigger: ".o_field_widget[name=active] input:not(:checked)", run: "click" },
        { trigger: ".o_field_widget[name=since]:not(:empty)" },
        { trigger: ".o_form_view:not(:has(.o_form_dirty))" },
    ],
});
