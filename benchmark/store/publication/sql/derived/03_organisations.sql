-- grain: one row per trust or system of any time
-- key: code
select ods_code as code, name, true as is_trust, opened_on as valid_from, closed_on as valid_to, fictional
from trusts
union all
select ics_code as code, name, false as is_trust, valid_from, valid_to, fictional
from ics
