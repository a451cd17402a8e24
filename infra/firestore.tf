# Configuration and the export ledger. Indexes, exemptions and lifetimes are in firestore.indexes.json and the rules in
# firestore.rules, where the Firebase CLI reads them too.
locals {
  firestore = jsondecode(file("${path.module}/firestore.indexes.json"))

  indexes = {
    for index in local.firestore.indexes :
    "${index.collectionGroup}.${join("_", [for field in index.fields : "${field.fieldPath}-${lower(try(field.order, field.arrayConfig))}"])}" => index
  }

  fields = { for field in local.firestore.fieldOverrides : "${field.collectionGroup}.${field.fieldPath}" => field }

  # IAM knows a database by the project's id.
  # https://cloud.google.com/firestore/docs/security/iam#conditions
  only_this_database = "resource.name == \"projects/${var.project_id}/databases/${google_firestore_database.this.name}\""
}

resource "google_firestore_database" "this" {
  name        = "(default)"
  location_id = var.firestore_location
  type        = "FIRESTORE_NATIVE"

  # The other edition has no exemptions from indexes.
  database_edition = "STANDARD"

  # The ledger is what makes an export happen once: it is worth more than the files.
  delete_protection_state           = "DELETE_PROTECTION_ENABLED"
  deletion_policy                   = "ABANDON"
  point_in_time_recovery_enablement = "POINT_IN_TIME_RECOVERY_ENABLED"

  depends_on = [google_project_service.used]
}

resource "google_firestore_backup_schedule" "daily" {
  database  = google_firestore_database.this.name
  retention = "1209600s" # 14 days

  daily_recurrence {}
}

resource "google_firestore_index" "this" {
  for_each = local.indexes

  database    = google_firestore_database.this.name
  collection  = each.value.collectionGroup
  query_scope = each.value.queryScope

  dynamic "fields" {
    for_each = each.value.fields
    content {
      field_path   = fields.value.fieldPath
      order        = try(fields.value.order, null)
      array_config = try(fields.value.arrayConfig, null)
    }
  }
}

resource "google_firestore_field" "this" {
  for_each = local.fields

  database   = google_firestore_database.this.name
  collection = each.value.collectionGroup
  field      = each.value.fieldPath

  # Empty: no index of this field alone.
  index_config {
    dynamic "indexes" {
      for_each = each.value.indexes
      content {
        order       = indexes.value.order
        query_scope = indexes.value.queryScope
      }
    }
  }

  dynamic "ttl_config" {
    for_each = try(each.value.ttl, false) ? [1] : []
    content {}
  }
}

# The functions come in by IAM, which rules do not concern; nobody else comes in at all.
resource "google_firebaserules_ruleset" "firestore" {
  source {
    files {
      name    = "firestore.rules"
      content = file("${path.module}/firestore.rules")
    }
  }

  depends_on = [google_firestore_database.this]

  # A release always has rules.
  lifecycle {
    create_before_destroy = true
  }
}

resource "google_firebaserules_release" "firestore" {
  name         = "cloud.firestore"
  ruleset_name = "projects/${var.project_id}/rulesets/${google_firebaserules_ruleset.firestore.name}"
}

resource "google_project_iam_member" "firestore" {
  for_each = {
    connect         = google_service_account.connect.member
    export_document = google_service_account.export_document.member
  }

  project = var.project_id
  role    = "roles/datastore.user"
  member  = each.value

  condition {
    title      = "this database only"
    expression = local.only_this_database
  }
}
