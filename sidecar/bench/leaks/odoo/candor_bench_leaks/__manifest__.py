{
    "name": "Candor: leak bench",
    "version": "19.0.1.0.0",
    "category": "Hidden/Tests",
    "summary": "Fields with access groups on records that everybody may open",
    "author": "Candor contributors",
    "license": "LGPL-3",
    "depends": ["candor", "crm", "project", "product"],
    "data": ["security/groups.xml"],
}
