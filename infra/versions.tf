# Where the state lies is told at `terraform init -backend-config="bucket=…"`, so that nothing here names a project.
terraform {
  required_version = ">= 1.11"

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = "~> 8.0"
    }
  }

  backend "gcs" {
    prefix = "terraform"
  }
}

provider "google" {
  project = var.project_id
  region  = var.region

  # A person's own credentials have no project of their own, which some APIs ask for.
  billing_project       = var.project_id
  user_project_override = true

  # On everything that can carry labels.
  default_labels = merge({ app = "banqup-google-drive" }, var.labels)
}
