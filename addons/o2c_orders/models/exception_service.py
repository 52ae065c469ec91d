"""The queries over services, see ``exception_conditions``."""

from ..domain.exceptions import Kind

SERVICE_READ = {"o2c.task": None}

ACTIVATION_FAILED = """
SELECT 'o2c.task' AS res_model, t.id AS res_id, t.order_id, o.partner_id,
       COALESCE(t.owner_id, o.user_id) AS owner_id, t.failed_at AS since,
       jsonb_build_object('name', t.name, 'error', t.last_error, 'tries', t.tries)
           AS details
  FROM o2c_task t JOIN sale_order o ON o.id = t.order_id
 WHERE t.company_id = %(company)s AND t.state = 'failed' AND t.failed_at <= %(limit)s
"""
# what waits for another task is not late before its turn
TASK_LATE = """
SELECT 'o2c.task' AS res_model, t.id AS res_id, t.order_id, o.partner_id,
       COALESCE(t.owner_id, o.user_id) AS owner_id, t.due_at AS since,
       jsonb_build_object('name', t.name, 'plan', t.due_at) AS details
  FROM o2c_task t JOIN sale_order o ON o.id = t.order_id
 WHERE t.company_id = %(company)s AND t.state IN ('ready', 'running')
   AND t.due_at <= %(limit)s
"""

SERVICE_CONDITIONS = {
    Kind.ACTIVATION_FAILED: ACTIVATION_FAILED,
    Kind.TASK_LATE: TASK_LATE,
}
