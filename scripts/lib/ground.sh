# shellcheck shell=bash
# The whole library, in the order its parts build on each other.
_lib=$(dirname "${BASH_SOURCE[0]}")
. "$_lib/common.sh"
. "$_lib/apt.sh"
. "$_lib/tools.sh"
. "$_lib/odoo.sh"
. "$_lib/python.sh"
. "$_lib/postgres.sh"
. "$_lib/launcher.sh"
. "$_lib/database.sh"
. "$_lib/server.sh"
