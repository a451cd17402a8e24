# The ledger is not lost by mistake, and nobody but the functions comes near it; secrets are containers only.
mock_provider "google" {}

run "records" {
  command = plan

  assert {
    condition = (
      google_firestore_database.this.type == "FIRESTORE_NATIVE"
      && google_firestore_database.this.delete_protection_state == "DELETE_PROTECTION_ENABLED"
      && google_firestore_database.this.deletion_policy == "ABANDON"
    )
    error_message = "Neither Terraform nor a slip of the hand deletes the ledger."
  }

  assert {
    condition     = google_firestore_database.this.point_in_time_recovery_enablement == "POINT_IN_TIME_RECOVERY_ENABLED"
    error_message = "The ledger can be had as it was at any minute of the last seven days."
  }

  assert {
    condition     = length(google_firestore_backup_schedule.daily.daily_recurrence) == 1 && google_firestore_backup_schedule.daily.retention == "1209600s"
    error_message = "There is a backup of every day of the last fourteen."
  }

  assert {
    condition = alltrue([
      for field in ["signIns.expiresAt", "sessions.expiresAt", "checks.expiresAt"] :
      length(google_firestore_field.this[field].ttl_config) == 1 && length(google_firestore_field.this[field].index_config[0].indexes) == 0
    ])
    error_message = "Visits, sessions and checks go away by themselves, and their moments are not indexed."
  }

  assert {
    condition     = alltrue([for key, field in google_firestore_field.this : length(field.ttl_config) == 0 || endswith(key, ".expiresAt")])
    error_message = "Nothing else goes away by itself."
  }

  assert {
    condition     = length(google_firestore_index.this) == length(local.firestore.indexes) && length(google_firestore_field.this) == length(local.firestore.fieldOverrides)
    error_message = "Every index and exemption that the Firebase CLI knows is made here too."
  }

  assert {
    condition     = can(regex("allow read, write: if false;", google_firebaserules_ruleset.firestore.source[0].files[0].content)) && google_firebaserules_release.firestore.name == "cloud.firestore"
    error_message = "No client comes in at all."
  }

  assert {
    condition     = toset(output.secrets) == toset(["banqup-client-secret", "banqup-listener-key", "banqup-login-client-secret", "google-client-secret"])
    error_message = "There is a container for each secret, and none besides."
  }

  assert {
    condition     = alltrue([for secret in google_secret_manager_secret.this : secret.deletion_protection])
    error_message = "A secret is not deleted by mistake."
  }

  assert {
    condition = (
      alltrue([for secret in google_secret_manager_secret.this : one(secret.replication[0].user_managed[0].replicas).location == var.region])
      && google_cloudfunctions2_function.connect.service_config[0].environment_variables["SECRET_LOCATION"] == var.region
    )
    error_message = "Secrets and tokens lie where the functions run, and nowhere else."
  }

  assert {
    condition = (
      google_project_iam_audit_config.secrets.service == "secretmanager.googleapis.com"
      && toset([for config in google_project_iam_audit_config.secrets.audit_log_config : config.log_type]) == toset(["ADMIN_READ", "DATA_READ", "DATA_WRITE"])
      && alltrue([for config in google_project_iam_audit_config.secrets.audit_log_config : length(coalesce(config.exempted_members, [])) == 0])
    )
    error_message = "Who reads or changes a secret, whoever it is, is written down."
  }

  assert {
    condition = alltrue([
      for url in ["https://drive.acme.example/listener/key/messages", "https://drive.acme.example/google/callback?code=c", "https://drive.acme.example/banqup/callback?code=c"] :
      can(regex(one(regex("=~\"(.*)\"$", google_logging_project_exclusion.addresses_with_secrets.filter)), url))
    ])
    error_message = "No request log holds the listener's key or a code."
  }

  assert {
    condition     = !can(regex(one(regex("=~\"(.*)\"$", google_logging_project_exclusion.addresses_with_secrets.filter)), "https://drive.acme.example/manage"))
    error_message = "Other requests are logged."
  }
}
