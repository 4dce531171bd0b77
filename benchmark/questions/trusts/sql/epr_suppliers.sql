-- grain: one row per trust with a supplier of its electronic patient record, as last known
select ods_code, supplier, as_of
from publication.epr_suppliers
qualify row_number() over (partition by ods_code order by as_of desc) = 1
