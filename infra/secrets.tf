# Containers of secrets. What is in them is put there by hand and never passes through Terraform, its state or its plans.
# Refresh tokens are secrets that `connect` makes, one for each partner space: connection-<partner space>.
locals {
  # Environment variable → secret, for each function.
  secrets_of = {
    connect = {
      BANQUP_LISTENER_KEY        = "banqup-listener-key"
      BANQUP_LOGIN_CLIENT_SECRET = "banqup-login-client-secret"
      GOOGLE_CLIENT_SECRET       = "google-client-secret"
    }
    export_document = {
      BANQUP_CLIENT_SECRET = "banqup-client-secret"
      GOOGLE_CLIENT_SECRET = "google-client-secret"
    }
  }

  # Secret Manager names resources by the project's number in conditions.
  # https://cloud.google.com/iam/docs/conditions-resource-attributes#resource-name
  connection_secrets = "resource.name.startsWith(\"projects/${var.project_number}/secrets/connection-\")"
}

resource "google_secret_manager_secret" "this" {
  for_each = toset(concat(values(local.secrets_of.connect), values(local.secrets_of.export_document)))

  secret_id           = each.key
  deletion_protection = true
  depends_on          = [google_project_service.used]

  # As `connect` keeps the tokens. It cannot be changed later.
  replication {
    user_managed {
      replicas {
        location = var.region
      }
    }
  }
}

resource "google_secret_manager_secret_iam_member" "connect" {
  for_each = local.secrets_of.connect

  secret_id = google_secret_manager_secret.this[each.value].secret_id
  role      = "roles/secretmanager.secretAccessor"
  member    = google_service_account.connect.member
}

resource "google_secret_manager_secret_iam_member" "export_document" {
  for_each = local.secrets_of.export_document

  secret_id = google_secret_manager_secret.this[each.value].secret_id
  role      = "roles/secretmanager.secretAccessor"
  member    = google_service_account.export_document.member
}

# Making a secret is checked on the project, so no condition can narrow it: hence a role of this one permission.
resource "google_project_iam_custom_role" "make_connection_secrets" {
  role_id     = "makeConnectionSecrets"
  title       = "Make connection secrets"
  description = "Makes the empty secret of a new connection."
  permissions = ["secretmanager.secrets.create"]
}

resource "google_project_iam_custom_role" "keep_connection_tokens" {
  role_id     = "keepConnectionTokens"
  title       = "Keep connection tokens"
  description = "Adds a refresh token at a sign-in; reads it to ask Google whether it works, and to revoke it; destroys it when a link ends."
  permissions = [
    "secretmanager.versions.access",
    "secretmanager.versions.add",
    "secretmanager.versions.destroy",
  ]
}

resource "google_project_iam_custom_role" "use_connection_tokens" {
  role_id     = "useConnectionTokens"
  title       = "Use connection tokens"
  description = "Reads a refresh token to export, destroys it when a link ends, deletes its secret when a partner is erased."
  permissions = [
    "secretmanager.secrets.delete",
    "secretmanager.versions.access",
    "secretmanager.versions.destroy",
  ]
}

resource "google_project_iam_member" "connect_makes_connection_secrets" {
  project = var.project_id
  role    = google_project_iam_custom_role.make_connection_secrets.name
  member  = google_service_account.connect.member
}

resource "google_project_iam_member" "connect_keeps_connection_tokens" {
  project = var.project_id
  role    = google_project_iam_custom_role.keep_connection_tokens.name
  member  = google_service_account.connect.member

  condition {
    title      = "connection secrets only"
    expression = local.connection_secrets
  }
}

resource "google_project_iam_member" "export_document_uses_connection_tokens" {
  project = var.project_id
  role    = google_project_iam_custom_role.use_connection_tokens.name
  member  = google_service_account.export_document.member

  condition {
    title      = "connection secrets only"
    expression = local.connection_secrets
  }
}
